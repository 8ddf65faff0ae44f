package io.metagen.cli.run;

import io.metagen.v1.BestOfN;
import io.metagen.v1.CandidateSource;
import io.metagen.v1.Generation;
import io.metagen.v1.Greedy;
import io.metagen.v1.MajorityVote;
import io.metagen.v1.OutcomeRewardModel;
import io.metagen.v1.Parallel;
import io.metagen.v1.Rebase;
import io.metagen.v1.StepBoundary;
import io.metagen.v1.Strategy;
import io.metagen.v1.TreeSearch;
import io.metagen.v1.Verifier;
import io.metagen.v1.WeightedVote;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** The strategies that the command line knows by name. */
public enum StrategyName {
  GREEDY,
  MAJORITY_VOTE,
  BEST_OF_N,
  WEIGHTED_VOTE,
  REBASE;

  private static final Verifier REWARD_MODEL =
      Verifier.newBuilder().setOutcomeRewardModel(OutcomeRewardModel.getDefaultInstance()).build();

  /** The name in commands and tables, such as {@code best-of-n}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The strategy with a name.
   *
   * @throws IllegalArgumentException listing all names, if there is none
   */
  public static StrategyName of(String label) {
    return Stream.of(values())
        .filter(strategy -> strategy.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown strategy '%s'; there are %s"
                        .formatted(label, Arrays.toString(values()))));
  }

  /**
   * The strategy with {@code samples} candidates from {@code generation}; greedy draws one, REBASE
   * has that width and chooses the leaf with the highest score.
   */
  public Strategy strategy(int samples, Generation generation) {
    Strategy.Builder strategy = Strategy.newBuilder();
    if (this == GREEDY) {
      return strategy.setGreedy(Greedy.newBuilder().setGeneration(generation)).build();
    }
    if (this == REBASE) {
      return strategy.setTree(rebase(samples, generation)).build();
    }
    return strategy.setParallel(parallel(samples, generation)).build();
  }

  /** A step is a line, as in the solutions of the embedded models. */
  private static TreeSearch.Builder rebase(int width, Generation generation) {
    Generation.Builder steps = generation.toBuilder();
    steps.getStopBuilder().setStep(StepBoundary.newBuilder().setDelimiter("\n"));
    return TreeSearch.newBuilder()
        .setGeneration(steps)
        .setVerifier(REWARD_MODEL)
        .setRebase(Rebase.newBuilder().setWidth(width));
  }

  private Parallel.Builder parallel(int samples, Generation generation) {
    Parallel.Builder parallel =
        Parallel.newBuilder()
            .setSampleCount(samples)
            .setSource(CandidateSource.newBuilder().setGeneration(generation));
    return switch (this) {
      case MAJORITY_VOTE -> parallel.setMajorityVote(MajorityVote.getDefaultInstance());
      case BEST_OF_N -> parallel.setBestOfN(BestOfN.newBuilder().setVerifier(REWARD_MODEL));
      case WEIGHTED_VOTE ->
          parallel.setWeightedVote(WeightedVote.newBuilder().setVerifier(REWARD_MODEL));
      case GREEDY, REBASE -> throw new IllegalStateException(this + " is not parallel");
    };
  }

  @Override
  public String toString() {
    return label();
  }
}
