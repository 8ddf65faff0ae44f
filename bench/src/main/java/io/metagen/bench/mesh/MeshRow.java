package io.metagen.bench.mesh;

import io.metagen.bench.engine.Outcome;
import io.metagen.v1.Cost;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * One strategy with or without prefix cache, over all rounds. Spreads are the least and the
 * greatest value of a round.
 *
 * @param problemsPerSecond median of the rounds
 * @param accuracy share of right answers
 * @param generatedTokens tokens generated
 * @param promptTokens tokens of prompts, counted once for each input of a generator call
 * @param cachedPromptTokens those of them that came from the prefix cache
 * @param computedTokens tokens that the generator processed: prompts without the cached part, and
 *     outputs
 * @param generatorCalls calls of generators
 * @param verifierCalls calls of verifiers
 * @param ownMillisPerCall the orchestrator's own milliseconds for each of these calls, median
 * @param cpuMillisPerCall processor milliseconds of its process for each of them, median
 * @param choiceMicros the router's microseconds to choose a replica, median
 * @param rankMillis its milliseconds to hear who holds a prompt, median
 */
record MeshRow(
    String strategy,
    boolean prefixCache,
    double problemsPerSecond,
    List<Double> spread,
    double accuracy,
    long generatedTokens,
    long promptTokens,
    long cachedPromptTokens,
    long computedTokens,
    long generatorCalls,
    long verifierCalls,
    double ownMillisPerCall,
    List<Double> ownSpread,
    double cpuMillisPerCall,
    double choiceMicros,
    List<Double> choiceSpread,
    double rankMillis) {

  static MeshRow of(MeshBench.Subject subject, List<RoundOutcome> rounds) {
    long prompts = total(rounds, Cost::getPromptTokenCount);
    long cached = total(rounds, Cost::getCachedPromptTokenCount);
    long generated = total(rounds, Cost::getGeneratedTokenCount);
    int correct = rounds.stream().mapToInt(RoundOutcome::correct).sum();
    int problems = rounds.stream().mapToInt(round -> round.answers().size()).sum();
    return new MeshRow(
        subject.strategy().label(),
        subject.prefixCache(),
        median(rounds, RoundOutcome::problemsPerSecond),
        spread(rounds, RoundOutcome::problemsPerSecond),
        (double) correct / problems,
        generated,
        prompts,
        cached,
        prompts - cached + generated,
        total(rounds, Cost::getGeneratorCallCount),
        total(rounds, Cost::getVerifierCallCount),
        median(rounds, round -> round.overhead().ownMillisPerCall()),
        spread(rounds, round -> round.overhead().ownMillisPerCall()),
        median(rounds, round -> round.overhead().cpuMillisPerCall()),
        median(rounds, round -> round.overhead().choiceMicros()),
        spread(rounds, round -> round.overhead().choiceMicros()),
        median(rounds, round -> round.overhead().rankMillis()));
  }

  private static long total(List<RoundOutcome> rounds, ToLongFunction<Cost> count) {
    return rounds.stream().flatMap(round -> round.costs().stream()).mapToLong(count).sum();
  }

  private static double median(List<RoundOutcome> rounds, ToDoubleFunction<RoundOutcome> value) {
    return rounded(Outcome.median(rounds.stream().map(value::applyAsDouble).toList()));
  }

  private static List<Double> spread(
      List<RoundOutcome> rounds, ToDoubleFunction<RoundOutcome> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    return List.of(rounded(sorted[0]), rounded(sorted[sorted.length - 1]));
  }

  /** Four digits after the point are more than any of these figures holds. */
  static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
