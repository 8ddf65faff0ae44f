package io.metagen.trainer.training;

import io.metagen.trainer.vocabulary.TaskVocabulary;

/**
 * One row to learn from.
 *
 * @param tokens prompt and solution
 * @param promptLength tokens of the prompt; the loss counts those after it
 * @param label for the reward model: 1 if the solution's answer is right, else 0
 * @param sound for the reward model: how many tokens of the row come before the first wrong line;
 *     all of them where no line is wrong
 * @param belief for the reward model: after each token of the solution, the probability, 0 to 1,
 *     that the generator gave for all up to there being right; empty for a solution that was not
 *     sampled
 */
@SuppressWarnings(
    "ArrayRecordComponent") // rows are never compared, and boxing millions of ids would cost
public record Example(int[] tokens, int promptLength, float label, int sound, float[] belief) {

  /** A row that is right from end to end. */
  static Example right(int[] tokens, int promptLength) {
    return new Example(tokens, promptLength, 1, tokens.length, new float[0]);
  }

  /** The generator's belief, 0 to 1, in a token of the solution, if all before it are right. */
  float beliefIn(int position) {
    int at = position - promptLength;
    float before = at == 0 ? 1 : belief[at - 1];
    return before == 0 ? 1 : belief[at] / before;
  }

  /**
   * What the reward model should say after a token of the solution. Inside a line: the generator's
   * belief in the token, which tells what to doubt. At a line's end and at the last token: halfway
   * between its belief in all tokens so far and the checker's verdict, there on the lines, here on
   * the answer.
   */
  float labelAt(int position) {
    boolean last = position == tokens.length - 1;
    if (!last && tokens[position] != TaskVocabulary.LINE_END) {
      return beliefIn(position);
    }
    float verdict = last ? label : position < sound ? 1 : 0;
    return (verdict + belief[position - promptLength]) / 2;
  }
}
