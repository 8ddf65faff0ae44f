package io.metagen.kvcache;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

/** Two fake generators and free ports for the service under test. */
public final class TwoGenerators implements QuarkusTestResourceLifecycleManager {
  static final int GRPC_PORT = freePort();
  static final int HTTP_PORT = freePort();
  private static final List<FakeGenerator> GENERATORS =
      List.of(new FakeGenerator(10), new FakeGenerator(10));

  static FakeGenerator first() {
    return GENERATORS.get(0);
  }

  static FakeGenerator second() {
    return GENERATORS.get(1);
  }

  @Override
  public Map<String, String> start() {
    return Map.of(
        "metagen.kv-cache.generators",
        first().address() + "," + second().address(),
        "metagen.kv-cache.snapshot-part-blocks",
        "3",
        "quarkus.http.test-port",
        Integer.toString(HTTP_PORT),
        "quarkus.grpc.server.test-port",
        Integer.toString(GRPC_PORT));
  }

  @Override
  public void stop() {
    GENERATORS.forEach(FakeGenerator::close);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
