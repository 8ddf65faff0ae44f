package io.metagen.bench.mesh;

import io.metagen.bench.engine.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * What the prefix cache does for one strategy.
 *
 * @param onOverOff median over the rounds of: problems per second with the cache over those without
 * @param spread least and greatest ratio of a round
 * @param sameAnswers whether every run gave the same answer and drew as many tokens with as without
 */
record CacheRatio(String strategy, double onOverOff, List<Double> spread, boolean sameAnswers) {

  /** Round i of both lists ran the same runs one after the other. */
  static CacheRatio of(String strategy, List<RoundOutcome> on, List<RoundOutcome> off) {
    List<Double> ratios = new ArrayList<>();
    boolean same = true;
    for (int i = 0; i < on.size(); i++) {
      ratios.add(on.get(i).problemsPerSecond() / off.get(i).problemsPerSecond());
      same &=
          on.get(i).answers().equals(off.get(i).answers()) && drawn(on, i).equals(drawn(off, i));
    }
    List<Double> sorted = ratios.stream().sorted().map(MeshRow::rounded).toList();
    return new CacheRatio(
        strategy,
        MeshRow.rounded(Outcome.median(ratios)),
        List.of(sorted.getFirst(), sorted.getLast()),
        same);
  }

  private static List<Long> drawn(List<RoundOutcome> rounds, int round) {
    return rounds.get(round).costs().stream().map(cost -> cost.getGeneratedTokenCount()).toList();
  }
}
