package io.metagen.orchestrator.fakes;

import java.util.Locale;

/**
 * What the fakes agree on: the solution that a seed and a sample index give, and its score. Answers
 * go round 10, 11, 12; the sample with index 5 has the highest score.
 */
public final class Solutions {
  private Solutions() {}

  /** Returns the whole text of a sample. */
  public static String text(long seed, int index) {
    return String.format(
        Locale.ROOT, "sample %d of seed %d\nThe answer is %s", index, seed, answer(index));
  }

  /** Returns the answer of a sample. */
  public static String answer(int index) {
    return String.valueOf(10 + index % 3);
  }

  /** Returns how many tokens a sample has. */
  public static int tokens(int index) {
    return 4 + index * 7 % 5;
  }

  /** Returns the score of a text made here. */
  public static double score(String text) {
    int index = Integer.parseInt(text.split(" ", 3)[1]);
    return 1.0 / (1 + Math.abs(index - 5));
  }

  /** Returns the answer within a text made here. */
  public static String answerIn(String text) {
    return text.substring(text.lastIndexOf(' ') + 1);
  }
}
