package io.metagen.generator;

import io.metagen.generator.engine.Engine;
import io.metagen.generator.engine.EngineTotals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The engine's gauges and counters, under the names that vLLM gave them where it has them. */
final class EngineMetrics {
  private final MeterRegistry registry;
  private final Engine engine;
  private final String model;

  EngineMetrics(MeterRegistry registry, Engine engine, String model) {
    this.registry = registry;
    this.engine = engine;
    this.model = model;
  }

  /** Registers everything; values are read when somebody scrapes. */
  void register() {
    gauge("vllm:num_requests_running", it -> it.load().running());
    gauge("vllm:num_requests_waiting", it -> it.totals().waiting());
    gauge(
        "vllm:kv_cache_usage_perc",
        it -> (double) it.load().usedBlocks() / it.load().totalBlocks());
    counter("vllm:prompt_tokens", EngineTotals::promptTokens);
    counter("vllm:generation_tokens", EngineTotals::generatedTokens);
    counter("vllm:prefix_cache_queries", EngineTotals::promptTokens);
    counter("vllm:prefix_cache_hits", EngineTotals::cachedPromptTokens);
    counter("vllm:num_preemptions", EngineTotals::preemptions);
    counter("metagen:engine_steps", EngineTotals::steps);
    counter("metagen:engine_step_seconds", EngineTotals::stepSeconds);
    counter("metagen:engine_forward_seconds", EngineTotals::forwardSeconds);
    counter("metagen:cancellations", EngineTotals::cancellations);
    gauge("metagen:cancellation_steps_max", it -> it.totals().mostCancellationSteps());
  }

  private void gauge(String name, ToDoubleFunction<Engine> value) {
    Gauge.builder(name, engine, value).tag("model_name", model).register(registry);
  }

  private void counter(String name, ToDoubleFunction<EngineTotals> value) {
    FunctionCounter.builder(name, engine.totals(), value)
        .tag("model_name", model)
        .register(registry);
  }
}
