package io.metagen.orchestrator.fakes;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts the fakes and the collector before the service, and tells it where they are. */
public final class FakesResource implements QuarkusTestResourceLifecycleManager {
  private @Nullable Fakes fakes;

  /** What the service talks to, and the port that it serves on. */
  public record Fakes(
      FakeGenerator generator,
      FakeVerifier verifier,
      FakeKvCache kvCache,
      OtlpReceiver collector,
      int port) {}

  @Override
  public Map<String, String> start() {
    try {
      Fakes started =
          new Fakes(
              new FakeGenerator(),
              new FakeVerifier(),
              new FakeKvCache(),
              new OtlpReceiver(),
              freePort());
      fakes = started;
      return Map.of(
          "metagen.orchestrator.generators", started.generator().address(),
          "metagen.orchestrator.verifier", started.verifier().address(),
          "metagen.orchestrator.kv-cache", started.kvCache().address(),
          "quarkus.otel.exporter.otlp.endpoint", started.collector().endpoint(),
          "quarkus.otel.bsp.schedule.delay", "100ms",
          "quarkus.grpc.server.test-port", String.valueOf(started.port()),
          "quarkus.http.test-port", "0");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(fakes, new TestInjector.MatchesType(Fakes.class));
  }

  @Override
  public void stop() {
    Fakes started = fakes;
    if (started != null) {
      started.generator().close();
      started.verifier().close();
      started.kvCache().close();
      started.collector().close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
