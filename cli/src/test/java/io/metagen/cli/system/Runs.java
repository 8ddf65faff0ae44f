package io.metagen.cli.system;

import io.metagen.cli.run.StrategyName;
import io.metagen.v1.BestOfN;
import io.metagen.v1.Generation;
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
import io.metagen.v1.Verifier;
import io.metagen.v1.WeightedVote;

/** Requests that the tests over a mesh send. */
final class Runs {
  static final Verifier REWARD =
      Verifier.newBuilder().setOutcomeRewardModel(OutcomeRewardModel.getDefaultInstance()).build();

  private Runs() {}

  static Strategy greedy() {
    return Strategy.newBuilder().setGreedy(Greedy.getDefaultInstance()).build();
  }

  static Strategy bestOf(int samples) {
    return parallel(
        Parallel.newBuilder()
            .setSampleCount(samples)
            .setBestOfN(BestOfN.newBuilder().setVerifier(REWARD)));
  }

  static Strategy majorityOf(int samples) {
    return parallel(
        Parallel.newBuilder()
            .setSampleCount(samples)
            .setMajorityVote(MajorityVote.getDefaultInstance()));
  }

  static Strategy weightedVoteOf(int samples) {
    return parallel(
        Parallel.newBuilder()
            .setSampleCount(samples)
            .setWeightedVote(WeightedVote.newBuilder().setVerifier(REWARD)));
  }

  static Strategy rebaseOf(int width) {
    return StrategyName.REBASE.strategy(width, Generation.getDefaultInstance());
  }

  static Strategy parallel(Parallel.Builder parallel) {
    return Strategy.newBuilder().setParallel(parallel).build();
  }

  static RunSpec spec(Prompt prompt, Strategy strategy, long seed) {
    return RunSpec.newBuilder()
        .setProblem(Problem.newBuilder().setPrompt(prompt))
        .setStrategy(strategy)
        .setSeed(seed)
        .build();
  }

  static RunStrategyRequest run(RunSpec spec) {
    return RunStrategyRequest.newBuilder().setSpec(spec).build();
  }

  static StreamStrategyRequest stream(RunSpec spec) {
    return StreamStrategyRequest.newBuilder().setSpec(spec).build();
  }
}
