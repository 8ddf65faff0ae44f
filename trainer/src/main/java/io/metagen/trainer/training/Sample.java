package io.metagen.trainer.training;

import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A solution that a generator drew, graded.
 *
 * @param tokens its tokens, with the end-of-text token unless it grew too long
 * @param correct whether its answer is right
 * @param sound how many of the tokens come before the first wrong line; all of them where no line
 *     is wrong
 * @param belief after each token, the probability, 0 to 1, that the generator gave for all up to
 *     there being right
 */
@SuppressWarnings("ArrayRecordComponent") // as in Example
public record Sample(int[] tokens, boolean correct, int sound, float[] belief) {

  /** As a continuation whose every token has the generator's belief in it as its label. */
  public Continuation believed() {
    float[] labels = nothing();
    for (int i = 0; i < tokens.length; i++) {
      labels[i + 1] = beliefIn(i);
    }
    return Continuation.valued(tokens, labels);
  }

  /**
   * As a continuation with labels of two kinds. Inside a line: the generator's belief in the token,
   * which tells what to doubt. At a line's end and at the last token: halfway between its belief in
   * all tokens so far and the checker's verdict, there on the lines, here on the answer.
   */
  public Continuation judged() {
    float[] labels = nothing();
    for (int i = 0; i < tokens.length; i++) {
      boolean last = i == tokens.length - 1;
      boolean end = last || tokens[i] == TaskVocabulary.LINE_END;
      boolean right = last ? correct : i < sound;
      labels[i + 1] = end ? ((right ? 1 : 0) + belief[i]) / 2 : beliefIn(i);
    }
    return Continuation.valued(tokens, labels);
  }

  /**
   * As a continuation whose lines all end with a line end, where a good line's target is one token
   * and the first bad line's another; inside good lines every token is to be learned.
   *
   * @param goodLines how many lines are good, the first ones
   */
  public Continuation marked(int goodLines, int good, int bad) {
    int[] ends = lineEnds();
    int[] told = Arrays.copyOf(tokens, ends[ends.length - 1] + 1);
    told[told.length - 1] = TaskVocabulary.LINE_END;
    int[] targets = new int[told.length + 1];
    Arrays.fill(targets, -1);
    int start = 0;
    for (int line = 0; line < goodLines; line++) {
      System.arraycopy(told, start, targets, start, ends[line] + 1 - start);
      start = ends[line] + 1;
    }
    for (int line = 0; line < Math.min(goodLines + 1, ends.length); line++) {
      targets[ends[line] + 1] = line < goodLines ? good : bad;
    }
    return new Continuation(told, targets, new float[0]);
  }

  /** Returns where lines end: at line ends and at the last token. */
  public int[] lineEnds() {
    int last = tokens.length - 1;
    return IntStream.rangeClosed(0, last)
        .filter(i -> i == last || tokens[i] == TaskVocabulary.LINE_END)
        .toArray();
  }

  /** As a continuation with one label: whether its answer is right, at the last token. */
  public Continuation answered() {
    float[] labels = nothing();
    labels[tokens.length] = correct ? 1 : 0;
    return Continuation.valued(tokens, labels);
  }

  private float[] nothing() {
    float[] labels = new float[tokens.length + 1];
    Arrays.fill(labels, Float.NaN);
    return labels;
  }

  /** The generator's belief, 0 to 1, in a token, if all before it are right. */
  private float beliefIn(int token) {
    float before = token == 0 ? 1 : belief[token - 1];
    return before == 0 ? 1 : belief[token] / before;
  }
}
