package io.metagen.orchestrator.telemetry;

import io.metagen.orchestrator.strategy.Strategy;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;

/**
 * Metrics of whole runs, each with the strategy's name. Thread-safe.
 *
 * <ul>
 *   <li>metagen.run.own.time: what a run that got an answer took besides waiting for generators and
 *       verifiers
 *   <li>metagen.run.calls: calls of generators and verifiers that such runs made
 * </ul>
 */
public final class RunMetrics {
  private final MeterRegistry registry;

  /** Metrics in a registry. */
  public RunMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A run ended with an answer. */
  public void ended(Strategy strategy, long ownNanos, int calls) {
    String name = SearchTracer.name(strategy);
    registry.timer("metagen.run.own.time", "strategy", name).record(ownNanos, TimeUnit.NANOSECONDS);
    registry.counter("metagen.run.calls", "strategy", name).increment(calls);
  }
}
