package io.metagen.task;

import io.metagen.task.Reading.Step;
import java.util.List;
import java.util.Optional;

/**
 * Says what is wrong with the first wrong line of a solution. A number that is the final answer is
 * left out, so that a generator that reads the text still has to work it out.
 *
 * @param lines the solution; those before {@code index} are right
 * @param index the first wrong line
 */
record StepFault(List<String> lines, int index, Reading reading) {
  private static final int LONGEST_QUOTE = 60;

  String text() {
    String line = lines.get(index);
    Optional<StepLine> step = StepLine.of(line);
    boolean last = index == lines.size() - 1;
    if (step.isPresent() && !step.get().holds()) {
      return miscalculated(step.get());
    }
    if (last) {
      return SolutionChecker.answer(line).isPresent() ? wrongAnswer() : noAnswer(line);
    }
    return step.map(this::misread).orElseGet(() -> noStep(line));
  }

  private String miscalculated(StepLine line) {
    String stated = line.expression() + " is ";
    if (line.value().isEmpty()) {
      return stated + "no whole number";
    }
    long value = line.value().getAsLong();
    return stated + (value == reading.answer() ? "" : value + ", ") + "not " + line.stated();
  }

  private String wrongAnswer() {
    int told = told();
    return told < reading.steps().size()
        ? "answers before the problem ends; its next step is \"%s\""
            .formatted(reading.steps().get(told).sentence())
        : "the answer is not what the steps lead to";
  }

  private static String noAnswer(String line) {
    return "the last line must be \"Answer: \" and a number, not " + quote(line);
  }

  private static String noStep(String line) {
    return SolutionChecker.answer(line).isPresent()
        ? "only the last line may state the answer"
        : quote(line) + " is no step such as \"Ann 3+4=7\" or \"Ann (3+4)*2=14\"";
  }

  /** A line whose arithmetic holds and whose result is not what the problem leads to. */
  private String misread(StepLine line) {
    int told = told();
    int left = reading.steps().size() - told;
    if (line.operations() > left) {
      return line.expression() + " goes beyond the last step of the problem";
    }
    Step step = reading.steps().get(told);
    StepLine.Term first = line.first();
    if (first.left() != step.left()) {
      return started(first.left(), step);
    }
    boolean firstHolds = first.operator() == step.operator() && first.right() == step.right();
    Step broken = firstHolds && left > 1 ? reading.steps().get(told + 1) : step;
    return "%s does not do what the problem says: \"%s\""
        .formatted(line.expression(), broken.sentence());
  }

  private String started(long start, Step step) {
    return step.left() == reading.answer()
        ? "starts from %d, which is not what %s has by then".formatted(start, step.source())
        : "starts from %d, but %s has %d by then".formatted(start, step.source(), step.left());
  }

  /** Returns how many steps of the problem the lines before the wrong one take. */
  private int told() {
    return lines.subList(0, index).stream()
        .mapToInt(line -> StepLine.of(line).map(StepLine::operations).orElse(1))
        .sum();
  }

  private static String quote(String line) {
    int end = Math.min(line.length(), LONGEST_QUOTE);
    boolean halved = end > 0 && Character.isHighSurrogate(line.charAt(end - 1));
    return "\"" + line.substring(0, halved ? end - 1 : end) + (end < line.length() ? "…\"" : "\"");
  }
}
