package io.metagen.trainer.training;

import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.Arrays;
import java.util.List;
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
    float[] labels = new float[tokens.length + 1];
    labels[0] = Float.NaN;
    for (int i = 0; i < tokens.length; i++) {
      labels[i + 1] = beliefIn(i);
    }
    return Continuation.valued(tokens, labels);
  }

  /** The same, but for the last token, whose label is whether the answer is right. */
  public Continuation answered() {
    Continuation believed = believed();
    believed.labels()[tokens.length] = correct ? 1 : 0;
    return believed;
  }

  /**
   * The same, but with lines that all end with a line end, whose label is how likely the line is
   * good.
   *
   * @param chances of the lines, 0 to 1
   */
  public Continuation stepped(List<Float> chances) {
    int[] ends = lineEnds();
    int[] told = Arrays.copyOf(tokens, tokens.length);
    told[told.length - 1] = TaskVocabulary.LINE_END;
    float[] labels = believed().labels();
    for (int line = 0; line < ends.length; line++) {
      labels[ends[line] + 1] = chances.get(line);
    }
    return Continuation.valued(told, labels);
  }

  /** Returns where lines end: at line ends and at the last token. */
  public int[] lineEnds() {
    int last = tokens.length - 1;
    return IntStream.rangeClosed(0, last)
        .filter(i -> i == last || tokens[i] == TaskVocabulary.LINE_END)
        .toArray();
  }

  /** The generator's belief, 0 to 1, in a token, if all before it are right. */
  private float beliefIn(int token) {
    float before = token == 0 ? 1 : belief[token - 1];
    return before == 0 ? 1 : belief[token] / before;
  }
}
