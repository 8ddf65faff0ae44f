package io.metagen.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How well a process model finds wrong lines, against the checker.
 *
 * @param auc area under the ROC curve over lines: those before the first wrong one against the
 *     first wrong ones; lines after it count for neither
 * @param located share of the solutions with a wrong line in which the first line with a score
 *     below a half is the first wrong one
 * @param passed share of the solutions without one in which no line has a score below a half
 */
public record StepAccuracy(double auc, Statistics.Estimate located, Statistics.Estimate passed) {

  private static final float DOUBT = 0.5f;

  /**
   * A solution's scores, and where the checker finds its first wrong line.
   *
   * @param scores one for each line
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Checked(float[] scores, OptionalInt wrongLine) {

    private OptionalInt doubted() {
      for (int line = 0; line < scores.length; line++) {
        if (scores[line] < DOUBT) {
          return OptionalInt.of(line);
        }
      }
      return OptionalInt.empty();
    }
  }

  static StepAccuracy of(List<Checked> solutions) {
    List<Statistics.Graded> lines = new ArrayList<>();
    for (Checked solution : solutions) {
      int wrong = solution.wrongLine.orElse(solution.scores.length);
      for (int line = 0; line <= Math.min(wrong, solution.scores.length - 1); line++) {
        lines.add(new Statistics.Graded(solution.scores[line], line < wrong));
      }
    }
    return new StepAccuracy(Statistics.auc(lines), share(solutions, true), share(solutions, false));
  }

  private static Statistics.Estimate share(List<Checked> solutions, boolean wrong) {
    return Statistics.estimate(
        solutions.stream()
            .filter(solution -> solution.wrongLine.isPresent() == wrong)
            .mapToDouble(solution -> solution.doubted().equals(solution.wrongLine) ? 1 : 0)
            .toArray());
  }
}
