package io.metagen.trainer.task;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Grades the text of a solution by exact arithmetic. It knows the form of a solution and nothing of
 * how problems are told. Lines are {@code [name] a op b=c}; the last one is {@code Answer: n}.
 */
public final class SolutionChecker {

  private static final Pattern STEP =
      Pattern.compile("(?:\\p{L}+ )?(\\d{1,9})([-+*/])(\\d{1,9})=(\\d{1,9})");
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
   * Grades a solution against a reference as well: step i must reach the quantity that the
   * reference's step i reaches, since each sentence of a problem has exactly one meaning.
   */
  public static Verdict check(String solution, Problem reference) {
    List<String> expected = reference.solution().lines().toList();
    return new Verdict(
        answer(solution),
        firstWrong(solution.strip().lines().toList(), expected),
        correct(solution, reference.answer()));
  }

  private static OptionalInt firstWrong(List<String> lines, List<String> reference) {
    for (int i = 0; i < lines.size(); i++) {
      boolean last = i == lines.size() - 1;
      Optional<String> reached = last ? answer(lines.get(i)) : result(lines.get(i));
      if (reached.isEmpty()
          || (!reference.isEmpty() && !reached.equals(reached(reference, i, last)))) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private static Optional<String> reached(List<String> reference, int line, boolean last) {
    boolean referenceLast = line == reference.size() - 1;
    if (line >= reference.size() || last != referenceLast) {
      return Optional.empty();
    }
    return last ? answer(reference.get(line)) : result(reference.get(line));
  }

  /** The normalised right-hand side of a step whose arithmetic holds. */
  private static Optional<String> result(String line) {
    Matcher matcher = STEP.matcher(line.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long left = Long.parseLong(matcher.group(1));
    long right = Long.parseLong(matcher.group(3));
    long stated = Long.parseLong(matcher.group(4));
    boolean holds =
        switch (matcher.group(2)) {
          case "+" -> left + right == stated;
          case "-" -> left - right == stated;
          case "*" -> left * right == stated;
          default -> right != 0 && stated * right == left;
        };
    return holds ? Optional.of(Long.toString(stated)) : Optional.empty();
  }
}
