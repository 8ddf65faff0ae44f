package io.metagen.task;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the text of a problem says, with every quantity worked out.
 *
 * @param steps one for each sentence after the first, in the order of the text; at least one
 * @param answer what the question asks for
 */
public record Reading(List<Step> steps, long answer) {
  public Reading {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a problem has at least one step");
    }
  }

  /**
   * What one sentence does to a quantity.
   *
   * @param holder whose quantity it gives
   * @param source whose quantity it starts from; often the holder
   * @param left the quantity that it starts from
   * @param operator one of {@code + - * /}
   * @param right what is added, taken away, multiplied with or divided by
   * @param result the holder's quantity afterwards
   * @param sentence the sentence, with its period
   */
  public record Step(
      String holder,
      String source,
      long left,
      char operator,
      long right,
      long result,
      String sentence) {}

  /** Returns the solution with one line for each step and the line {@code Answer: n}. */
  public String solution() {
    return steps.stream()
            .map(s -> "%s %d%c%d=%d\n".formatted(s.holder, s.left, s.operator, s.right, s.result))
            .collect(Collectors.joining())
        + "Answer: "
        + answer;
  }
}
