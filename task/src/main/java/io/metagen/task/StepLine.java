package io.metagen.task;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a solution that has the form of a step: {@code [name] a op b=d}, or {@code [name] (a op
 * b) op c=d} for two steps at once. Numbers have at most nine digits.
 *
 * @param first the first operation, on {@code a} and {@code b}
 * @param second the second one, on what the first gives and {@code c}; null where there is none
 * @param stated {@code d}
 */
record StepLine(Term first, @Nullable Term second, long stated) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\p{L}+ )?(?<open>\\()?(?<a>\\d{1,9})(?<first>[-+*/])(?<b>\\d{1,9})"
              + "(?:\\)(?<then>[-+*/])(?<c>\\d{1,9}))?=(?<result>\\d{1,9})");
  private static final long MOST = 999_999_999;

  /**
   * An operation.
   *
   * @param left the number before it; 0 in a second operation, which takes the first one's value
   */
  record Term(long left, char operator, long right) {
    /** Exact arithmetic: empty where a division leaves a rest or a number grows too large. */
    static OptionalLong apply(long left, char operator, long right) {
      return switch (operator) {
        case '+' -> OptionalLong.of(left + right);
        case '-' -> OptionalLong.of(left - right);
        case '*' -> Math.abs(left) <= MOST ? OptionalLong.of(left * right) : OptionalLong.empty();
        default ->
            right != 0 && left % right == 0 ? OptionalLong.of(left / right) : OptionalLong.empty();
      };
    }
  }

  static Optional<StepLine> of(String line) {
    Matcher matcher = FORM.matcher(line.strip());
    if (!matcher.matches() || (matcher.group("then") != null) != (matcher.group("open") != null)) {
      return Optional.empty();
    }
    Term first = new Term(number(matcher, "a"), operator(matcher, "first"), number(matcher, "b"));
    Term second =
        matcher.group("then") == null
            ? null
            : new Term(0, operator(matcher, "then"), number(matcher, "c"));
    return Optional.of(new StepLine(first, second, number(matcher, "result")));
  }

  /** Returns how many steps of the story the line takes, 1 or 2. */
  int operations() {
    return second == null ? 1 : 2;
  }

  /** Returns what the left-hand side is worth; empty where that is no whole number. */
  OptionalLong value() {
    OptionalLong value = Term.apply(first.left, first.operator, first.right);
    if (second == null || value.isEmpty()) {
      return value;
    }
    return Term.apply(value.getAsLong(), second.operator, second.right);
  }

  /** Whether both sides are equal. */
  boolean holds() {
    OptionalLong value = value();
    return value.isPresent() && value.getAsLong() == stated;
  }

  /** Returns the left-hand side. */
  String expression() {
    String inner = "" + first.left + first.operator + first.right;
    return second == null ? inner : "(" + inner + ")" + second.operator + second.right;
  }

  private static long number(Matcher matcher, String group) {
    return Long.parseLong(matcher.group(group));
  }

  private static char operator(Matcher matcher, String group) {
    return matcher.group(group).charAt(0);
  }
}
