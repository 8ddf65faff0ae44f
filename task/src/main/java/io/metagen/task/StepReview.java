package io.metagen.task;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is right and wrong in a solution, judged by the problem's text alone.
 *
 * @param lines lines of the solution, without white space around all of them
 * @param wrongLine the first wrong line, from 0; empty where none is or there is no line at all
 * @param fault what is wrong there and what was expected; empty exactly where the solution is
 *     right. It never states the final answer.
 */
public record StepReview(int lines, OptionalInt wrongLine, Optional<String> fault) {

  /** Reviews a solution: {@link SolutionChecker} finds the first wrong line, this says why. */
  public static StepReview of(String solution, Reading reading) {
    List<String> lines = solution.strip().lines().toList();
    if (lines.isEmpty()) {
      return new StepReview(0, OptionalInt.empty(), Optional.of("there is no solution"));
    }
    OptionalInt wrong = SolutionChecker.check(solution, reading).wrongLine();
    if (wrong.isEmpty()) {
      return new StepReview(lines.size(), wrong, Optional.empty());
    }
    String fault = new StepFault(lines, wrong.getAsInt(), reading).text();
    return new StepReview(lines.size(), wrong, Optional.of(fault));
  }

  /** Whether every step and the answer hold. */
  public boolean right() {
    return fault.isEmpty();
  }
}
