package io.metagen.verifier.reward;

/**
 * A row of tokens, and the places in it after which scores are read.
 *
 * @param tokens at least one
 * @param marks places in {@code tokens}, ascending, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying would be felt
public record MarkedRow(int[] tokens, int[] marks) {

  /** Returns a row that is scored at its end alone. */
  static MarkedRow atEnd(int... tokens) {
    return new MarkedRow(tokens, new int[] {tokens.length - 1});
  }

  int length() {
    return tokens.length;
  }
}
