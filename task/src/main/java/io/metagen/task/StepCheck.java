package io.metagen.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A short step-by-step check of a solution, as a generative verifier writes it before its verdict
 * (GenRM-CoT, Zhang et al., ICLR 2025). For each line of the solution it derives anew the steps
 * that the line stands for, one operation at a time, and compares; it ends with the first wrong
 * line:
 *
 * <pre>
 * Ann 12+5=17 ok                        the line states 17
 * Ann 12+5=17 Ben 17*3=51 ok            a line of two steps
 * Ben 51-9=42, not 44                   the line states 44
 * Ben 51-9=42, not 51+9                 the line states 42, but as another number's result
 * Ben 51-9=42, no step                  the line has not the form of a step
 * Ben 51-9=42, not yet                  the line is the last one and answers too early
 * Ben 51-9=42, no answer                the line is the last one and states no answer
 * Ben 51-9=42, beyond                   the line takes more steps than are left
 * 42 ok                                 the answer; or as above, where no step is left
 * </pre>
 *
 * The verdict is not part of the text.
 *
 * @param lines one for each line of the solution up to the first wrong one
 * @param wrongLine the first wrong line, from 0, which is the last of {@code lines}; empty where
 *     every line is right and the last one is the answer's
 */
public record StepCheck(List<String> lines, OptionalInt wrongLine) {

  static final String RIGHT = " ok";
  static final String WRONG = ", ";

  private static final String STEP = "\\p{L}+ \\d+[-+*/]\\d+=\\d+";
  private static final Pattern DERIVED =
      Pattern.compile("(?:" + STEP + "(?: " + STEP + ")?|(?<answer>\\d+))(?<end>.*)");
  private static final Pattern FAULT =
      Pattern.compile(WRONG + "(?:not [-+*/()\\d]+|not yet|no step|no answer|beyond)");

  public StepCheck {
    lines = List.copyOf(lines);
    if (lines.isEmpty() || (wrongLine.isPresent() && wrongLine.getAsInt() != lines.size() - 1)) {
      throw new IllegalArgumentException("a check has lines and ends with the first wrong one");
    }
  }

  /**
   * Checks a solution. The first wrong line is the one that {@link SolutionChecker} finds; a
   * solution without a line is one wrong line.
   */
  public static StepCheck of(String solution, Reading reading) {
    List<String> solved = solution.strip().lines().toList();
    if (solved.isEmpty()) {
      solved = List.of("");
    }
    List<String> lines = new ArrayList<>();
    int told = 0;
    for (int i = 0; i < solved.size(); i++) {
      LineCheck line = new LineCheck(solved.get(i), i == solved.size() - 1, told, reading);
      lines.add(line.text());
      if (line.fault().isPresent()) {
        return new StepCheck(lines, OptionalInt.of(i));
      }
      told += line.operations();
    }
    return new StepCheck(lines, OptionalInt.empty());
  }

  /**
   * Reads a check that a model wrote; its numbers are taken as they stand. Returns nothing for a
   * text that is none: a line of another form, a line behind the first wrong one, or an end without
   * a fault and without an answer.
   */
  public static Optional<StepCheck> read(String text) {
    List<String> lines = text.strip().lines().map(String::strip).toList();
    boolean answered = false;
    boolean wrong = false;
    for (String line : lines) {
      var derived = DERIVED.matcher(line);
      if (answered || wrong || !derived.matches()) {
        return Optional.empty();
      }
      wrong = FAULT.matcher(derived.group("end")).matches();
      if (!wrong && !derived.group("end").equals(RIGHT)) {
        return Optional.empty();
      }
      answered = derived.group("answer") != null;
    }
    int last = lines.size() - 1;
    return answered || wrong
        ? Optional.of(new StepCheck(lines, wrong ? OptionalInt.of(last) : OptionalInt.empty()))
        : Optional.empty();
  }

  /** Returns the lines with a line end between two. */
  public String text() {
    return String.join("\n", lines);
  }

  /** Whether no line is wrong: the verdict. */
  public boolean right() {
    return wrongLine.isEmpty();
  }
}
