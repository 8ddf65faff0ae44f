package io.metagen.orchestrator.telemetry;

import io.metagen.orchestrator.router.CallObserver;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.TokenUsage;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Metrics of the calls to generators, with the names and bucket bounds of OpenTelemetry's GenAI
 * conventions 1.41: gen_ai.client.operation.duration and gen_ai.client.token.usage; and of the
 * router: metagen.router.rank (the wait for the prefix index), metagen.router.choice (choosing a
 * replica once its answer is there). Thread-safe.
 */
public final class GenAiMetrics implements CallObserver {
  static final String PROVIDER = "metagen";

  /** 0.01, 0.02, ... doubling ..., 81.92 seconds. */
  private static final Duration[] DURATION_BOUNDS =
      IntStream.range(0, 14)
          .mapToObj(power -> Duration.ofMillis(10L << power))
          .toArray(Duration[]::new);

  /** Powers of 4 from 1 to 67108864. */
  private static final double[] TOKEN_BOUNDS =
      DoubleStream.iterate(1, bound -> bound <= 67_108_864, bound -> bound * 4).toArray();

  private final MeterRegistry registry;

  /** Metrics in a registry. */
  public GenAiMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Call generating(GenerateRequest request, String replica) {
    return new Measured(request.getModel(), replica);
  }

  @Override
  public void ranked(long nanos) {
    registry.timer("metagen.router.rank").record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void chose(long nanos) {
    registry.timer("metagen.router.choice").record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void moved(String replica, int samples) {
    registry.counter("metagen.router.moved.samples", "server.address", replica).increment(samples);
  }

  private final class Measured implements Call {
    private final Timer.Sample timer = Timer.start(registry);
    private final String requested;
    private final String replica;
    private String answered = "";

    Measured(String requested, String replica) {
      this.requested = requested;
      this.replica = replica;
    }

    @Override
    public void started(String model) {
      answered = model;
    }

    @Override
    public void succeeded(TokenUsage usage) {
      stop("");
      record("input", usage.getPromptTokenCount());
      record("output", usage.getGeneratedTokenCount());
    }

    @Override
    public void failed(String code) {
      stop(code);
    }

    private void stop(String error) {
      timer.stop(
          Timer.builder("gen_ai.client.operation.duration")
              .tags(tags().and("error.type", error))
              .serviceLevelObjectives(DURATION_BOUNDS)
              .register(registry));
    }

    private void record(String type, long tokens) {
      DistributionSummary.builder("gen_ai.client.token.usage")
          .tags(tags().and("gen_ai.token.type", type))
          .serviceLevelObjectives(TOKEN_BOUNDS)
          .register(registry)
          .record((double) tokens);
    }

    private Tags tags() {
      return Tags.of(
          "gen_ai.operation.name",
          "generate_content",
          "gen_ai.provider.name",
          PROVIDER,
          "gen_ai.request.model",
          requested,
          "gen_ai.response.model",
          answered,
          "server.address",
          replica);
    }
  }
}
