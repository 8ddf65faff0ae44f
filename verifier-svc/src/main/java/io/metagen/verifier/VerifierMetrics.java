package io.metagen.verifier;

import io.metagen.v1.VerifyResponse;
import io.metagen.verifier.reward.RewardModel;
import io.metagen.verifier.utility.Comparison;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Supplier;

/** The service's figures. Batched candidates by batches is the mean batch size. */
@ApplicationScoped
class VerifierMetrics {
  private final MeterRegistry registry;

  VerifierMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void bind(@Observes StartupEvent event, RewardModels models) {
    models.byName().forEach(this::bind);
  }

  private void bind(String name, RewardModel model) {
    FunctionCounter.builder("metagen.verifier.batches", model, RewardModel::batches)
        .description("Batches that the scoring engine ran")
        .tag("verifier", name)
        .register(registry);
    FunctionCounter.builder("metagen.verifier.batched.candidates", model, RewardModel::batchedRows)
        .description("Candidates in those batches")
        .tag("verifier", name)
        .register(registry);
    Gauge.builder("metagen.verifier.waiting.candidates", model, RewardModel::waitingRows)
        .description("Candidates that wait for a batch")
        .tag("verifier", name)
        .register(registry);
  }

  <R> R time(CandidateVerifier verifier, Supplier<R> call) {
    Timer.Sample started = Timer.start(registry);
    R result = call.get();
    started.stop(registry.timer("metagen.verifier.verify", "verifier", verifier.name()));
    return result;
  }

  <R> R timeCompare(String utility, Supplier<R> call) {
    Timer.Sample started = Timer.start(registry);
    R result = call.get();
    started.stop(registry.timer("metagen.verifier.compare", "utility", utility));
    return result;
  }

  void count(String utility, Comparison comparison) {
    registry
        .counter("metagen.verifier.pairs", "utility", utility)
        .increment((double) comparison.pairs());
    registry
        .counter("metagen.verifier.compare.tokens", "utility", utility)
        .increment((double) comparison.tokens());
  }

  void count(CandidateVerifier verifier, VerifyResponse response) {
    long cached = response.getUsage().getCachedTokenCount();
    increment(verifier, "metagen.verifier.candidates", response.getVerificationsCount());
    increment(verifier, "metagen.verifier.tokens", response.getUsage().getTokenCount());
    increment(verifier, "metagen.verifier.cached.tokens", cached);
  }

  private void increment(CandidateVerifier verifier, String name, long amount) {
    registry.counter(name, "verifier", verifier.name()).increment((double) amount);
  }
}
