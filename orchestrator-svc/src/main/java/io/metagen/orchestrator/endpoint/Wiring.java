package io.metagen.orchestrator.endpoint;

import io.metagen.orchestrator.OrchestratorConfig;
import io.metagen.orchestrator.router.Router;
import io.metagen.orchestrator.run.Runs;
import io.metagen.orchestrator.telemetry.GenAiMetrics;
import io.metagen.orchestrator.telemetry.RunMetrics;
import io.metagen.orchestrator.telemetry.SearchTracer;
import io.metagen.orchestrator.telemetry.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.opentelemetry.runtime.config.runtime.OTelRuntimeConfig;
import io.quarkus.opentelemetry.runtime.tracing.instrumentation.grpc.GrpcTracingClientInterceptor;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** Makes the objects of the service. */
@Singleton
final class Wiring {
  @Produces
  @Singleton
  Router router(
      OrchestratorConfig config,
      MeterRegistry registry,
      OpenTelemetry telemetry,
      OTelRuntimeConfig telemetryConfig) {
    return new Router(
        config,
        List.of(new GrpcTracingClientInterceptor(telemetry, telemetryConfig)),
        new GenAiMetrics(registry));
  }

  void close(@Disposes Router router) {
    router.close();
  }

  @Produces
  @Singleton
  Runs runs(OrchestratorConfig config, Router router, Tracer tracer, MeterRegistry registry) {
    Telemetry telemetry = new Telemetry(new SearchTracer(tracer), new RunMetrics(registry));
    return new Runs(config, router, telemetry, Clock.systemUTC(), new SecureRandom());
  }
}
