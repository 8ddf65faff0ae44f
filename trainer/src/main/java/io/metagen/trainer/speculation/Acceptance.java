package io.metagen.trainer.speculation;

import io.metagen.trainer.evaluation.Statistics;
import io.metagen.trainer.evaluation.Statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well a draft model drafts; ratios of sums, with intervals by bootstrap over problems.
 *
 * @param problems texts that were drawn
 * @param tokens drafted in a round at most
 * @param rounds of all texts
 * @param acceptanceRate accepted of all drafted tokens, 0 to 1: vLLM's draft acceptance rate
 * @param triedAcceptance accepted of the drafted tokens that were tried, those behind a rejected
 *     one left out: the acceptance rate of Leviathan et al. 2023, section 3.1
 * @param overlap its expectation: mean over the tried places of the sum of min(p, q)
 * @param tokensPerRound mean tokens that a round adds, the target's own included
 * @param byPosition share of the rounds that draft so many in which all up to that one are accepted
 */
public record Acceptance(
    int problems,
    int tokens,
    int rounds,
    Estimate acceptanceRate,
    Estimate triedAcceptance,
    Estimate overlap,
    Estimate tokensPerRound,
    List<Estimate> byPosition) {

  static Acceptance of(List<List<Round>> problems, int tokens) {
    List<Estimate> byPosition = new ArrayList<>();
    for (int position = 1; position <= tokens; position++) {
      int drafts = position;
      byPosition.add(
          ratio(
              problems,
              round -> round.accepted() >= drafts ? 1 : 0,
              round -> round.drafted() >= drafts ? 1 : 0));
    }
    return new Acceptance(
        problems.size(),
        tokens,
        problems.stream().mapToInt(List::size).sum(),
        ratio(problems, Round::accepted, Round::drafted),
        ratio(problems, Round::accepted, round -> round.overlaps().size()),
        ratio(
            problems,
            round -> round.overlaps().stream().mapToDouble(Double::doubleValue).sum(),
            round -> round.overlaps().size()),
        ratio(problems, round -> round.tokens().size(), _ -> 1),
        byPosition);
  }

  private static Estimate ratio(
      List<List<Round>> problems, ToDoubleFunction<Round> value, ToDoubleFunction<Round> divisor) {
    return Statistics.ratio(sums(problems, value), sums(problems, divisor));
  }

  private static double[] sums(List<List<Round>> problems, ToDoubleFunction<Round> value) {
    return problems.stream()
        .mapToDouble(rounds -> rounds.stream().mapToDouble(value).sum())
        .toArray();
  }
}
