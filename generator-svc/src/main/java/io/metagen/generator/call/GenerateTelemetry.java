package io.metagen.generator.call;

import io.metagen.generator.engine.CallReport;
import io.metagen.generator.engine.SampleSpec;
import io.metagen.generator.engine.Usage;
import io.metagen.v1.FinishReason;
import io.metagen.v1.GenerateRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a Generate call leaves in its span and in the histograms: OpenTelemetry's GenAI names, and
 * vLLM's where the ecosystem's dashboards look for them. Thread-safe.
 */
final class GenerateTelemetry {
  /** Bucket bounds in seconds that the GenAI conventions recommend. */
  private static final double[] DURATION = {
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
  };

  private static final double[] FIRST_TOKEN = {
    0.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10
  };
  private static final double[] OUTPUT_TOKEN = {
    0.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5
  };

  private final MeterRegistry registry;
  private final Timer requestDuration;
  private final Timer timeToFirstToken;
  private final Timer timePerOutputToken;
  private final Timer queueTime;
  private final Timer latency;

  GenerateTelemetry(MeterRegistry registry, String model) {
    this.registry = registry;
    requestDuration = timer("gen_ai.server.request.duration", model, DURATION);
    timeToFirstToken = timer("gen_ai.server.time_to_first_token", model, FIRST_TOKEN);
    timePerOutputToken = timer("gen_ai.server.time_per_output_token", model, OUTPUT_TOKEN);
    queueTime = timer("vllm:request_queue_time", model, DURATION);
    latency = timer("vllm:e2e_request_latency", model, DURATION);
  }

  /** Describes the request in the call's span. */
  static void request(Span span, String model, GenerateRequest request, List<SampleSpec> specs) {
    var sampling = specs.getFirst().sampling();
    span.setAttribute("gen_ai.operation.name", "text_completion")
        .setAttribute("gen_ai.provider.name", "metagen")
        .setAttribute("gen_ai.request.model", model)
        .setAttribute("gen_ai.request.choice.count", specs.size())
        .setAttribute("gen_ai.request.max_tokens", specs.getFirst().stop().maxTokens())
        .setAttribute("gen_ai.request.temperature", sampling.temperature())
        .setAttribute("gen_ai.request.top_k", sampling.topK())
        .setAttribute("gen_ai.request.top_p", sampling.topP())
        .setAttribute("gen_ai.request.seed", specs.getFirst().seed())
        .setAttribute("metagen.request.input_count", request.getInputsCount());
  }

  /** Records a finished call. */
  void finished(Span span, GenerateOutcome outcome) {
    CallReport report = outcome.report();
    Usage usage = report.usage();
    span.setAttribute("gen_ai.usage.input_tokens", usage.promptTokens())
        .setAttribute("gen_ai.usage.output_tokens", usage.generatedTokens())
        .setAttribute("gen_ai.usage.cache_read.input_tokens", usage.cachedPromptTokens())
        .setAttribute(
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"),
            outcome.reasons().stream().map(GenerateTelemetry::name).toList())
        .setAttribute(
            "gen_ai.latency.time_in_queue", seconds(report.admitted() - report.submitted()))
        .setAttribute(
            "gen_ai.latency.time_to_first_token", seconds(report.firstToken() - report.submitted()))
        .setAttribute("gen_ai.latency.e2e", seconds(report.finished() - report.submitted()));
    record(requestDuration, report.finished() - report.submitted());
    record(latency, report.finished() - report.submitted());
    record(queueTime, report.admitted() - report.submitted());
    record(timeToFirstToken, report.firstToken() - report.submitted());
    long perSample = usage.generatedTokens() / outcome.reasons().size() - 1;
    if (perSample > 0) {
      record(timePerOutputToken, (report.finished() - report.firstToken()) / perSample);
    }
    outcome.reasons().forEach(this::count);
  }

  private void count(FinishReason reason) {
    Counter.builder("vllm:request_success")
        .tag("finished_reason", name(reason))
        .register(registry)
        .increment();
  }

  private static String name(FinishReason reason) {
    return reason.name().substring("FINISH_REASON_".length()).toLowerCase(Locale.ROOT);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private static void record(Timer timer, long nanos) {
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(String name, String model, double[] bounds) {
    return Timer.builder(name)
        .tag("gen_ai.request.model", model)
        .serviceLevelObjectives(
            Arrays.stream(bounds)
                .mapToObj(bound -> Duration.ofNanos((long) (bound * 1e9)))
                .toArray(Duration[]::new))
        .register(registry);
  }
}
