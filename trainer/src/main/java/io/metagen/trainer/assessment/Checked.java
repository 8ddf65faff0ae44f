package io.metagen.trainer.assessment;

import io.metagen.task.SolutionChecker;
import io.metagen.task.StepCheck;
import java.util.List;
import java.util.OptionalInt;

/**
 * A candidate that was judged without a check and with some.
 *
 * @param right whether its answer is
 * @param wrongLine the first wrong line that {@link SolutionChecker} finds
 * @param direct probability of {@code Yes} without a check
 * @param checks sampled checks
 * @param verdicts probability of {@code Yes} after each of them
 */
record Checked(
    boolean right,
    OptionalInt wrongLine,
    double direct,
    List<String> checks,
    List<Double> verdicts) {

  private static final double HALF = 0.5;

  double one() {
    return verdicts.getFirst();
  }

  double votes() {
    return verdicts.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Whether a probability of {@code Yes} says what is so. */
  boolean judgedBy(double yes) {
    return yes > HALF == right;
  }

  /** Share of the checks that can be read and end at the first wrong line, or at none. */
  double located() {
    return checks.stream()
        .mapToInt(
            check ->
                StepCheck.read(check).filter(c -> c.wrongLine().equals(wrongLine)).isPresent()
                    ? 1
                    : 0)
        .average()
        .orElseThrow();
  }
}
