package io.metagen.task;

import io.metagen.task.Reading.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The check of one line of a solution, where all lines before it are right.
 *
 * @param last whether it is the solution's last line
 * @param told how many steps of the problem the lines before take
 */
record LineCheck(String line, boolean last, int told, Reading reading) {

  /** Returns the derivation, and whether the line agrees with it. */
  String text() {
    return derivation() + fault().map(StepCheck.WRONG::concat).orElse(StepCheck.RIGHT);
  }

  /** Returns what is wrong, in a word or two; empty where nothing is. */
  Optional<String> fault() {
    return last ? answerFault() : stepFault();
  }

  /** Returns how many steps of the problem the line claims to take. */
  int operations() {
    return StepLine.of(line).map(StepLine::operations).orElse(1);
  }

  private String derivation() {
    if (left() == 0) {
      return Long.toString(reading.answer());
    }
    return derived().stream()
        .map(
            s ->
                "%s %d%c%d=%d".formatted(s.holder(), s.left(), s.operator(), s.right(), s.result()))
        .collect(Collectors.joining(" "));
  }

  private List<Step> derived() {
    return reading.steps().subList(told, told + Math.min(operations(), left()));
  }

  private int left() {
    return reading.steps().size() - told;
  }

  private Optional<String> answerFault() {
    Optional<String> answer = SolutionChecker.answer(line);
    if (answer.isEmpty()) {
      return Optional.of("no answer");
    }
    if (left() > 0) {
      return Optional.of("not yet");
    }
    return answer
        .filter(stated -> !stated.equals(Long.toString(reading.answer())))
        .map("not "::concat);
  }

  private Optional<String> stepFault() {
    Optional<StepLine> step = StepLine.of(line);
    if (step.isEmpty()) {
      return Optional.of("no step");
    }
    if (operations() > left()) {
      return Optional.of("beyond");
    }
    if (step.get().stated() != derived().getLast().result()) {
      return Optional.of("not " + step.get().stated());
    }
    return step.filter(s -> !s.holds()).map(s -> "not " + s.expression());
  }
}
