package io.metagen.trainer.training;

/**
 * One row to learn from.
 *
 * @param tokens prompt and solution
 * @param promptLength tokens of the prompt; the loss counts those after it
 * @param label for the reward model: 1 if the solution's answer is right, else 0
 * @param sound for the reward model: how many tokens of the row come before the first wrong line;
 *     all of them where no line is wrong
 */
@SuppressWarnings(
    "ArrayRecordComponent") // rows are never compared, and boxing millions of ids would cost
public record Example(int[] tokens, int promptLength, float label, int sound) {

  /** A row that is right from end to end. */
  static Example right(int[] tokens, int promptLength) {
    return new Example(tokens, promptLength, 1, tokens.length);
  }

  /**
   * What the reward model should say after a token: of the answer at the end, else of the lines.
   */
  float labelAt(int position) {
    if (position == tokens.length - 1) {
      return label;
    }
    return position < sound ? 1 : 0;
  }
}
