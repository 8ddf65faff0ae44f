package io.metagen.task;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Grades the text of a solution by exact arithmetic. It knows the form of a solution and nothing of
 * how problems are told. Lines are {@code [name] a op b=d}, or {@code [name] (a op b) op c=d} for
 * two steps at once; the last one is {@code Answer: n}.
 */
public final class SolutionChecker {

  private static final Pattern ANSWER = Pattern.compile("Answer:\\s*(\\d{1,9})");

  private SolutionChecker() {}

  /**
   * Returns the final answer without leading zeros, if the last line that is not blank states one.
   */
  public static Optional<String> answer(String solution) {
    List<String> lines = solution.strip().lines().toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = ANSWER.matcher(lines.getLast().strip());
    return matcher.matches() ? Optional.of(normalise(matcher.group(1))) : Optional.empty();
  }

  /** Returns a number as text without leading zeros. */
  public static String normalise(String number) {
    return new BigInteger(number.strip()).toString();
  }

  /** Whether the solution's final answer is the expected one. */
  public static boolean correct(String solution, String expected) {
    return answer(solution).filter(normalise(expected)::equals).isPresent();
  }

  /** Grades a solution's arithmetic and final answer; needs only the expected answer. */
  public static Verdict check(String solution, String expected) {
    return new Verdict(
        answer(solution),
        firstWrong(solution.strip().lines().toList(), List.of()),
        correct(solution, expected));
  }

  /**
   * Grades a solution against a reference as well: after i steps of the story it must have the
   * quantity that the reference has, since each sentence of a problem has exactly one meaning.
   */
  public static Verdict check(String solution, Problem reference) {
    return check(solution, reference.solution(), reference.answer());
  }

  /** Grades a solution against what its problem says. */
  public static Verdict check(String solution, Reading reading) {
    return check(solution, reading.solution(), Long.toString(reading.answer()));
  }

  private static Verdict check(String solution, String reference, String expected) {
    return new Verdict(
        answer(solution),
        firstWrong(solution.strip().lines().toList(), reference.lines().toList()),
        correct(solution, expected));
  }

  private static OptionalInt firstWrong(List<String> lines, List<String> reference) {
    int told = 0;
    for (int i = 0; i < lines.size(); i++) {
      boolean last = i == lines.size() - 1;
      Optional<Step> step =
          last ? answer(lines.get(i)).map(a -> new Step(1, a)) : step(lines.get(i));
      told += step.map(Step::operations).orElse(1);
      if (step.isEmpty()
          || (!reference.isEmpty()
              && !step.get().result().equals(reached(reference, told, last)))) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** What the reference has reached after so many of its lines; the last one states the answer. */
  private static @Nullable String reached(List<String> reference, int told, boolean last) {
    if (told > reference.size() || last != (told == reference.size())) {
      return null;
    }
    String line = reference.get(told - 1);
    return (last ? answer(line) : step(line).map(Step::result)).orElse(null);
  }

  /** A line whose arithmetic holds. */
  private static Optional<Step> step(String line) {
    return StepLine.of(line)
        .filter(StepLine::holds)
        .map(step -> new Step(step.operations(), Long.toString(step.stated())));
  }

  /**
   * @param operations how many steps of the story the line takes, 1 or 2
   * @param result its right-hand side without leading zeros
   */
  private record Step(int operations, String result) {}
}
