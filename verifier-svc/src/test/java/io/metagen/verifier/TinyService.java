package io.metagen.verifier;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A small reward model and free ports for the service under test. */
public final class TinyService implements QuarkusTestResourceLifecycleManager {
  static final int GRPC_PORT = freePort();
  static final int HTTP_PORT = freePort();
  static final int MOST_CANDIDATES = 20;

  @Override
  public Map<String, String> start() {
    try {
      Path folder = TinyRewardModel.write(Files.createTempDirectory("tiny-reward"));
      return Map.of(
          "metagen.verifier.reward-model-folder", folder.toString(),
          "metagen.verifier.max-candidates", Integer.toString(MOST_CANDIDATES),
          "metagen.verifier.kv-blocks", "300",
          "metagen.verifier.warm-up", "200ms",
          "metagen.verifier.check-time", "30s",
          "quarkus.http.test-port", Integer.toString(HTTP_PORT),
          "quarkus.grpc.server.test-port", Integer.toString(GRPC_PORT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
