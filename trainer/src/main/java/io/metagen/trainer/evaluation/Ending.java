package io.metagen.trainer.evaluation;

import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.Arrays;

/**
 * Where a text that is sampled ends: at the end-of-text token, and before it where it has grown too
 * long or says a certain text.
 *
 * @param longest most tokens, the end-of-text token included
 * @param stop tokens of the text that ends it, which stay; none if nothing does
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Ending(int longest, int[] stop) {

  /** The token that ends a text. */
  static final int END = TaskVocabulary.endOfText();

  /** Solutions of problems. */
  static final Ending OF_SOLUTIONS = new Ending(128, new int[0]);

  /** Returns the same for a sequence in which no more than so many tokens have room. */
  Ending within(int room) {
    return new Ending(Math.min(longest, room), stop);
  }

  /** Whether what stands behind the first tokens has ended; there is at least one. */
  boolean reached(int[] tokens, int promptLength) {
    int length = tokens.length - promptLength;
    return tokens[tokens.length - 1] == END || length >= longest || stopped(tokens, length);
  }

  private boolean stopped(int[] tokens, int length) {
    int end = tokens.length;
    return stop.length > 0
        && length >= stop.length
        && Arrays.equals(tokens, end - stop.length, end, stop, 0, stop.length);
  }
}
