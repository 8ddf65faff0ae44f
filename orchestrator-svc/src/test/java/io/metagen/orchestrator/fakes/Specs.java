package io.metagen.orchestrator.fakes;

import io.metagen.v1.BestOfN;
import io.metagen.v1.Greedy;
import io.metagen.v1.MajorityVote;
import io.metagen.v1.OutcomeRewardModel;
import io.metagen.v1.Parallel;
import io.metagen.v1.Problem;
import io.metagen.v1.Prompt;
import io.metagen.v1.RunSpec;
import io.metagen.v1.RunStrategyRequest;
import io.metagen.v1.Strategy;
import io.metagen.v1.StreamStrategyRequest;
import io.metagen.v1.TreeSearch;
import io.metagen.v1.Verifier;
import io.metagen.v1.WeightedVote;

/** Runs to ask for. */
public final class Specs {
  /** The problem: nine words. */
  public static final String PROBLEM = "Tom has 3 apples and buys 8 more .";

  /** The reward model. */
  public static final Verifier REWARD =
      Verifier.newBuilder().setOutcomeRewardModel(OutcomeRewardModel.getDefaultInstance()).build();

  private Specs() {}

  public static RunSpec.Builder greedy() {
    return of(Strategy.newBuilder().setGreedy(Greedy.getDefaultInstance()));
  }

  public static RunSpec.Builder bestOf(int samples) {
    return of(
        Parallel.newBuilder()
            .setSampleCount(samples)
            .setBestOfN(BestOfN.newBuilder().setVerifier(REWARD)));
  }

  public static RunSpec.Builder majority(int samples) {
    return of(
        Parallel.newBuilder()
            .setSampleCount(samples)
            .setMajorityVote(MajorityVote.getDefaultInstance()));
  }

  public static RunSpec.Builder weighted(int samples) {
    return of(
        Parallel.newBuilder()
            .setSampleCount(samples)
            .setWeightedVote(WeightedVote.newBuilder().setVerifier(REWARD)));
  }

  /** A search over lines. */
  public static RunSpec.Builder rebase(int width) {
    TreeSearch.Builder tree = TreeSearch.newBuilder().setVerifier(REWARD);
    tree.getGenerationBuilder().getStopBuilder().getStepBuilder().setDelimiter("\n");
    tree.getRebaseBuilder().setWidth(width);
    return of(Strategy.newBuilder().setTree(tree));
  }

  public static RunSpec.Builder of(Parallel.Builder parallel) {
    return of(Strategy.newBuilder().setParallel(parallel));
  }

  public static RunSpec.Builder of(Strategy.Builder strategy) {
    return RunSpec.newBuilder()
        .setProblem(Problem.newBuilder().setPrompt(Prompt.newBuilder().setText(PROBLEM)))
        .setStrategy(strategy)
        .setSeed(7);
  }

  public static RunStrategyRequest run(RunSpec.Builder spec) {
    return RunStrategyRequest.newBuilder().setSpec(spec).build();
  }

  public static StreamStrategyRequest stream(RunSpec.Builder spec) {
    return StreamStrategyRequest.newBuilder().setSpec(spec).build();
  }
}
