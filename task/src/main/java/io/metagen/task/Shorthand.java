package io.metagen.task;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a solution as somebody in a hurry would: a line may take two steps at once, {@code Ann
 * 12+5=17} and {@code Ben 17*3=51} becoming {@code Ben (12+5)*3=51}. Such lines are shorter and
 * easier to get wrong, so one problem has many right solutions of unlike risk.
 */
public final class Shorthand {

  /** How often two steps that follow each other share a line, where both are still to be told. */
  static final double OFTEN = 0.6;

  private static final Pattern STEP = Pattern.compile("(\\p{L}+) (\\d+[-+*/]\\d+)=(\\d+)");

  private Shorthand() {}

  /**
   * Returns the same solution with some pairs of lines made one.
   *
   * @param solution a problem's reference solution, one step per line and the answer last
   */
  public static String of(String solution, RandomGenerator random) {
    List<String> lines = solution.lines().toList();
    List<String> told = new ArrayList<>();
    int answer = lines.size() - 1;
    for (int i = 0; i < answer; i++) {
      boolean both = i + 1 < answer && random.nextDouble() < OFTEN;
      told.add(both ? merged(lines.get(i), lines.get(++i)) : lines.get(i));
    }
    told.add(lines.get(answer));
    return String.join("\n", told);
  }

  private static String merged(String first, String second) {
    Matcher one = step(first);
    Matcher two = step(second);
    String rest = two.group(2).substring(one.group(3).length());
    return "%s (%s)%s=%s".formatted(two.group(1), one.group(2), rest, two.group(3));
  }

  private static Matcher step(String line) {
    Matcher matcher = STEP.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no step of a reference solution: " + line);
    }
    return matcher;
  }
}
