package io.metagen.orchestrator.endpoint;

import io.metagen.orchestrator.OrchestratorConfig;
import io.metagen.orchestrator.router.Router;
import io.metagen.orchestrator.run.Runs;
import io.metagen.orchestrator.telemetry.GenAiMetrics;
import io.metagen.orchestrator.telemetry.RunMetrics;
import io.metagen.orchestrator.telemetry.SearchTracer;
import io.metagen.orchestrator.telemetry.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.util.List;
import java.util.Random;

/** The service's endpoint, wired by hand instead of by the container. */
public final class TestEndpoints implements AutoCloseable {
  private final Router router;
  private final OrchestratorEndpoint endpoint;

  /** Wires the endpoint. */
  public TestEndpoints(OrchestratorConfig config) {
    MeterRegistry registry = new SimpleMeterRegistry();
    router = new Router(config, List.of(), new GenAiMetrics(registry));
    endpoint =
        new OrchestratorEndpoint(
            new Runs(
                config,
                router,
                new Telemetry(
                    new SearchTracer(OpenTelemetry.noop().getTracer("test")),
                    new RunMetrics(registry)),
                Clock.systemUTC(),
                new Random(1)),
            config);
  }

  public OrchestratorEndpoint endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    router.close();
  }
}
