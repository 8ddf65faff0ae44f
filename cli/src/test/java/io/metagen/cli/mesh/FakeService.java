package io.metagen.cli.mesh;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/**
 * The program of a process that stands for a service: arguments are how it behaves, its port, and
 * the name that its health is reported under.
 */
public final class FakeService {

  private FakeService() {}

  /** How a fake service behaves. */
  public enum Manner {
    /** Serves until it is asked to stop. */
    SERVES,
    /** Reports NOT_SERVING for ever. */
    LOADS_FOR_EVER,
    /** Says why on standard error and ends. */
    ENDS_AT_START,
    /** Serves and does not end when it is asked to. */
    IGNORES_SIGTERM
  }

  /** Behaves as its arguments say until it is killed. */
  public static void main(String[] arguments) throws Exception {
    Manner manner = Manner.valueOf(arguments[0]);
    if (manner == Manner.ENDS_AT_START) {
      System.err.println("no tensor 'lm_head.weight' in model.safetensors");
      System.exit(3);
    }
    if (manner == Manner.IGNORES_SIGTERM) {
      Runtime.getRuntime().addShutdownHook(new Thread(FakeService::forEver));
    }
    HealthStatusManager health = new HealthStatusManager();
    health.setStatus(
        arguments[2],
        manner == Manner.LOADS_FOR_EVER ? ServingStatus.NOT_SERVING : ServingStatus.SERVING);
    Server server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])))
            .addService(health.getHealthService())
            .build()
            .start();
    server.awaitTermination();
  }

  private static void forEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
