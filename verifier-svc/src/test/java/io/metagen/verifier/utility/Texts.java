package io.metagen.verifier.utility;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Random texts that are alike often enough, and single utilities. */
final class Texts {
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "the ",
          " ",
          "cat",
          ".",
          ",",
          "12",
          "-",
          "\n",
          "é",
          "ß",
          "数",
          "😀",
          "\u0301",
          "Answer: 7",
          "!",
          "\u00a0");

  private Texts() {}

  static String random(RandomGenerator random, int mostPieces) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(mostPieces + 1); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  static int[] symbols(RandomGenerator random, int length, int kinds) {
    return IntStream.range(0, length).map(_ -> random.nextInt(kinds)).toArray();
  }

  /** Returns the utility of one text against another. */
  static double utility(TextUtility utility, String hypothesis, String evidence) {
    try (Workers workers = new Workers(1)) {
      Reading reading =
          utility.read(
              hypothesis.equals(evidence) ? List.of(hypothesis) : List.of(hypothesis, evidence),
              workers);
      return reading.pairs().utility(0, hypothesis.equals(evidence) ? 0 : 1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
