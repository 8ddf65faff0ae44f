package io.metagen.trainer.evaluation;

import io.metagen.task.SolutionChecker;
import io.metagen.trainer.evaluation.Statistics.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What choosing by a verifier among the first samples of each problem is worth; accuracies with
 * their intervals, differences paired.
 *
 * @param verifier that scored them
 * @param samples how many are chosen from
 * @param majority vote without scores
 * @param best the answer with the highest score (naive maximum)
 * @param weighted vote weighted by scores
 * @param weightedOverMajority difference of the two votes
 * @param weightedOverBest difference of the weighted vote to the highest score
 * @param bestOverFirst difference of the highest score to that by the first verifier compared
 */
public record ChoiceRow(
    String verifier,
    int samples,
    Estimate majority,
    Estimate best,
    Estimate weighted,
    Estimate weightedOverMajority,
    Estimate weightedOverBest,
    Estimate bestOverFirst) {

  /**
   * Compares choices.
   *
   * @param judged as the verifier scored them
   * @param first the same problems as the first verifier scored them
   */
  public static ChoiceRow of(
      String verifier, int samples, List<Judged> judged, List<Judged> first) {
    double[] majority = outcomes(judged, samples, Selection::majority);
    double[] best = outcomes(judged, samples, ChoiceRow::best);
    double[] weighted = outcomes(judged, samples, Selection::weighted);
    return new ChoiceRow(
        verifier,
        samples,
        Statistics.estimate(majority),
        Statistics.estimate(best),
        Statistics.estimate(weighted),
        paired(weighted, majority),
        paired(weighted, best),
        paired(best, outcomes(first, samples, ChoiceRow::best)));
  }

  private static Optional<String> best(List<Candidate> candidates) {
    return Selection.bestOf(candidates, Candidate::score);
  }

  private static double[] outcomes(
      List<Judged> judged, int samples, Function<List<Candidate>, Optional<String>> choice) {
    return judged.stream()
        .mapToDouble(
            j ->
                choice
                        .apply(j.first(samples).samples())
                        .filter(SolutionChecker.normalise(j.problem().answer())::equals)
                        .isPresent()
                    ? 1
                    : 0)
        .toArray();
  }

  private static Estimate paired(double[] values, double[] others) {
    return Statistics.estimate(
        IntStream.range(0, values.length).mapToDouble(i -> values[i] - others[i]).toArray());
  }
}
