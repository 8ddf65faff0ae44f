package io.metagen.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * How well a process model finds wrong lines, against the checker.
 *
 * @param auc area under the ROC curve over lines: those before the first wrong one against the
 *     first wrong ones; lines after it count for neither
 * @param threshold below which a line is doubted
 * @param located share of the solutions with a wrong line in which the first doubted line is the
 *     first wrong one
 * @param passed share of the solutions without one in which no line is doubted
 * @param lowest share of the solutions with a wrong line in which it has the lowest score
 */
public record StepAccuracy(
    double auc,
    double threshold,
    Statistics.Estimate located,
    Statistics.Estimate passed,
    Statistics.Estimate lowest) {

  /**
   * A solution's scores, and where the checker finds its first wrong line.
   *
   * @param scores one for each line
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Checked(float[] scores, OptionalInt wrongLine) {

    private OptionalInt doubted(double threshold) {
      for (int line = 0; line < scores.length; line++) {
        if (scores[line] < threshold) {
          return OptionalInt.of(line);
        }
      }
      return OptionalInt.empty();
    }

    private int lowest() {
      return IntStream.range(0, scores.length)
          .reduce((one, other) -> scores[other] < scores[one] ? other : one)
          .orElseThrow();
    }
  }

  static StepAccuracy of(List<Checked> solutions, double threshold) {
    List<Statistics.Graded> lines = new ArrayList<>();
    for (Checked solution : solutions) {
      int wrong = solution.wrongLine.orElse(solution.scores.length);
      for (int line = 0; line <= Math.min(wrong, solution.scores.length - 1); line++) {
        lines.add(new Statistics.Graded(solution.scores[line], line < wrong));
      }
    }
    Predicate<Checked> found = one -> one.doubted(threshold).equals(one.wrongLine);
    return new StepAccuracy(
        Statistics.auc(lines),
        threshold,
        share(solutions, true, found),
        share(solutions, false, found),
        share(solutions, true, one -> one.lowest() == one.wrongLine.orElseThrow()));
  }

  private static Statistics.Estimate share(
      List<Checked> solutions, boolean wrong, Predicate<Checked> counted) {
    return Statistics.estimate(
        solutions.stream()
            .filter(solution -> solution.wrongLine.isPresent() == wrong)
            .mapToDouble(solution -> counted.test(solution) ? 1 : 0)
            .toArray());
  }
}
