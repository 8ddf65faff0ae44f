package io.metagen.orchestrator.spec;

import io.metagen.error.ServiceException;
import io.metagen.error.Violations;
import io.metagen.orchestrator.router.FieldPaths;
import io.metagen.orchestrator.strategy.BestOfN;
import io.metagen.orchestrator.strategy.Greedy;
import io.metagen.orchestrator.strategy.MajorityVote;
import io.metagen.orchestrator.strategy.Strategy;
import io.metagen.orchestrator.strategy.WeightedVote;
import io.metagen.v1.CandidateSource;
import io.metagen.v1.Generation;
import io.metagen.v1.Parallel;
import io.metagen.v1.RunSpec;
import io.metagen.v1.SamplingParams;
import io.metagen.v1.Verifier;

/** Reads a strategy and fills in its defaults. */
final class StrategyReader {
  private static final int DEFAULT_SAMPLES = 16;
  private static final String STRATEGY = "spec.strategy";
  private static final String PARALLEL = STRATEGY + ".parallel";

  private final int maxSamples;
  private final TreeReader trees;

  StrategyReader(int maxSamples) {
    this.maxSamples = maxSamples;
    this.trees = new TreeReader(maxSamples);
  }

  CheckedSpec read(RunSpec spec, Violations violations) {
    return switch (spec.getStrategy().getKindCase()) {
      case GREEDY -> greedy(spec, violations);
      case PARALLEL -> parallel(spec, violations);
      case TREE -> trees.read(spec, violations);
      case REFINEMENT -> throw refused(violations, STRATEGY + ".refinement");
      case CHAIN -> throw refused(violations, STRATEGY + ".chain");
      case CASCADE -> throw refused(violations, STRATEGY + ".cascade");
      case COMPUTE_OPTIMAL -> throw refused(violations, STRATEGY + ".compute_optimal");
      case KIND_NOT_SET -> {
        violations.check(!spec.hasStrategy(), STRATEGY, "must set a kind of strategy");
        violations.throwIfAny();
        throw new IllegalStateException("a strategy without a kind was let through");
      }
    };
  }

  private static CheckedSpec greedy(RunSpec spec, Violations violations) {
    String path = STRATEGY + ".greedy.generation";
    Generation generation = spec.getStrategy().getGreedy().getGeneration();
    SamplingParams sampling = generation.getSampling();
    violations
        .check(
            sampling.getTemperature() == 0,
            path + ".sampling.temperature",
            "must be 0 or absent for greedy decoding")
        .throwIfAny();
    requireNoLogprobs(generation, path, violations);
    Generation filled =
        generation.toBuilder().setSampling(sampling.toBuilder().setTemperature(0)).build();
    return new CheckedSpec(
        spec,
        new Greedy(filled),
        FieldPaths.ofGenerator(path, STRATEGY + ".greedy"),
        FieldPaths.ofVerifier(STRATEGY + ".greedy"));
  }

  private CheckedSpec parallel(RunSpec spec, Violations violations) {
    Parallel parallel = spec.getStrategy().getParallel();
    int samples = parallel.hasSampleCount() ? parallel.getSampleCount() : DEFAULT_SAMPLES;
    violations.check(
        samples >= 1 && samples <= maxSamples,
        PARALLEL + ".sample_count",
        "must be in [1, " + maxSamples + "]");
    violations.check(
        parallel.getSelectionCase() != Parallel.SelectionCase.SELECTION_NOT_SET,
        PARALLEL,
        "must set a selection");
    if (parallel.hasAdaptiveStopping()) {
      throw refused(violations, PARALLEL + ".adaptive_stopping");
    }
    if (parallel.getSource().getKindCase() == CandidateSource.KindCase.STRATEGY) {
      throw refused(violations, PARALLEL + ".source.strategy");
    }
    Generation generation = sampled(parallel.getSource().getGeneration());
    requireNoLogprobs(generation, PARALLEL + ".source.generation", violations);
    Selected selected = select(parallel, new Draw(generation, samples), violations);
    return new CheckedSpec(
        spec,
        selected.strategy(),
        FieldPaths.ofGenerator(PARALLEL + ".source.generation", PARALLEL + ".sample_count"),
        FieldPaths.ofVerifier(selected.verifierPath()));
  }

  private static Selected select(Parallel parallel, Draw draw, Violations violations) {
    return switch (parallel.getSelectionCase()) {
      case BEST_OF_N -> {
        String path = PARALLEL + ".best_of_n.verifier";
        Verifier verifier = required(parallel.getBestOfN().getVerifier(), path, violations);
        yield new Selected(new BestOfN(draw.generation(), draw.samples(), verifier), path);
      }
      case MAJORITY_VOTE -> {
        violations.throwIfAny();
        yield new Selected(
            new MajorityVote(draw.generation(), draw.samples()), PARALLEL + ".majority_vote");
      }
      case WEIGHTED_VOTE -> {
        String path = PARALLEL + ".weighted_vote.verifier";
        Verifier verifier = required(parallel.getWeightedVote().getVerifier(), path, violations);
        yield new Selected(new WeightedVote(draw.generation(), draw.samples(), verifier), path);
      }
      case REJECTION_SAMPLING -> throw refused(violations, PARALLEL + ".rejection_sampling");
      case MINIMUM_BAYES_RISK -> throw refused(violations, PARALLEL + ".minimum_bayes_risk");
      case TOURNAMENT -> throw refused(violations, PARALLEL + ".tournament");
      case MULTI_CHAIN_COMPARISON ->
          throw refused(violations, PARALLEL + ".multi_chain_comparison");
      case SELECTION_NOT_SET -> {
        violations.throwIfAny();
        throw new IllegalStateException("a missing selection was let through");
      }
    };
  }

  private static Verifier required(Verifier verifier, String path, Violations violations) {
    violations
        .check(
            verifier.getKindCase() != Verifier.KindCase.KIND_NOT_SET,
            path,
            "must set a kind of verifier")
        .throwIfAny();
    return verifier;
  }

  /** Candidates have no log-probabilities yet. */
  static void requireNoLogprobs(Generation generation, String path, Violations violations) {
    if (generation.getSampling().hasLogprobs()) {
      throw refused(violations, path + ".sampling.logprobs");
    }
  }

  /** Strategies of several samples draw at temperature 1 where nothing else is said. */
  static Generation sampled(Generation generation) {
    if (generation.getSampling().hasTemperature()) {
      return generation;
    }
    return generation.toBuilder()
        .setSampling(generation.getSampling().toBuilder().setTemperature(1))
        .build();
  }

  /** Bad fields are told first; then what this build can't do. */
  private static ServiceException refused(Violations violations, String field) {
    violations.throwIfAny();
    return ServiceException.notImplemented(field);
  }

  private record Draw(Generation generation, int samples) {}

  private record Selected(Strategy strategy, String verifierPath) {}
}
