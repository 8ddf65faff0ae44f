package io.metagen.bench.overhead;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.metagen.bench.BenchException;
import io.metagen.cli.mesh.JvmFlags;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GeneratorServiceGrpc.GeneratorServiceBlockingStub;
import io.metagen.v1.GetLoadRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A generator as it is packaged, in a process of its own on free ports. */
public final class PackagedService implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final ManagedChannel channel;
  private final int httpPort;
  private final HttpClient http = HttpClient.newHttpClient();

  private PackagedService(Process process, int grpcPort, int httpPort) {
    this.process = process;
    this.httpPort = httpPort;
    this.channel = NettyChannelBuilder.forAddress(HOST, grpcPort).usePlaintext().build();
  }

  /**
   * What is started, and how.
   *
   * @param root the built repository
   * @param checkpoint a network with its tokenizer
   * @param precision as its setting takes it
   * @param threads of libtorch
   * @param log takes its output
   * @param warmUp as its setting takes it; empty for its default
   */
  public record Launch(
      Path root, Path checkpoint, String precision, int threads, Path log, String warmUp) {}

  /** Starts the service and waits until it serves. */
  public static PackagedService start(Launch launch) throws InterruptedException {
    int grpcPort = freePort();
    int httpPort = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(command(launch, grpcPort, httpPort))
            .redirectErrorStream(true)
            .redirectOutput(launch.log().toFile());
    builder
        .environment()
        .putAll(Map.of("OMP_NUM_THREADS", "" + launch.threads(), "OMP_WAIT_POLICY", "PASSIVE"));
    try {
      PackagedService service = new PackagedService(builder.start(), grpcPort, httpPort);
      service.await(launch);
      return service;
    } catch (IOException e) {
      throw new BenchException("can't start the generator: " + e.getMessage(), e);
    }
  }

  private static List<String> command(Launch launch, int grpcPort, int httpPort) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.service(JvmFlags.DEFAULT_HEAP));
    command.addAll(
        List.of(
            "-Dquarkus.grpc.server.host=" + HOST,
            "-Dquarkus.grpc.server.port=" + grpcPort,
            "-Dquarkus.http.host=" + HOST,
            "-Dquarkus.http.port=" + httpPort,
            "-Dmetagen.generator.model-folder=" + launch.checkpoint(),
            "-Dmetagen.generator.precision=" + launch.precision(),
            "-Dmetagen.generator.kv-memory=1G"));
    if (!launch.warmUp().isEmpty()) {
      command.add("-Dmetagen.generator.warm-up=" + launch.warmUp());
    }
    command.add("-jar");
    command.add(
        launch.root().resolve("generator-svc/target/quarkus-app/quarkus-run.jar").toString());
    return command;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BenchException("no free port: " + e.getMessage(), e);
    }
  }

  private void await(Launch launch) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!serves()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new BenchException("the generator does not serve; its log: " + launch.log());
      }
      Thread.sleep(100);
    }
  }

  private boolean serves() {
    try {
      stub().withDeadlineAfter(2, TimeUnit.SECONDS).getLoad(GetLoadRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  GeneratorServiceBlockingStub stub() {
    return GeneratorServiceGrpc.newBlockingStub(channel);
  }

  /** Returns the sum over all label sets of a counter, 0 if it was never counted. */
  double counter(String name) throws InterruptedException {
    URI page = URI.create("http://" + HOST + ":" + httpPort + "/metrics");
    HttpRequest request = HttpRequest.newBuilder(page).version(HttpClient.Version.HTTP_1_1).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new BenchException("no metrics from the generator: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    http.close();
    process.destroy();
  }
}
