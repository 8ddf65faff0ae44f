package io.metagen.generator;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/** Lets the service under test serve a {@link TinyModel} with little memory on free ports. */
public final class TinyModelResource implements QuarkusTestResourceLifecycleManager {
  /** Port of the service under test. */
  public static final int GRPC_PORT = freePort();

  /** Port of its health and metrics. */
  public static final int HTTP_PORT = freePort();

  @Override
  public Map<String, String> start() {
    return Map.of(
        "metagen.generator.model-folder",
        TinyModel.newFolder().toString(),
        "metagen.generator.kv-memory",
        "1M",
        "metagen.generator.max-running-sequences",
        "16",
        "metagen.generator.warm-up",
        "200ms",
        "quarkus.grpc.server.test-port",
        Integer.toString(GRPC_PORT),
        "quarkus.http.test-port",
        Integer.toString(HTTP_PORT));
  }

  @Override
  public void stop() {}

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
