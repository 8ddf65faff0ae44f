package io.metagen.verifier.reward;

import java.util.Arrays;

/** A row while it is put together. */
final class Tokens {
  private int[] tokens;
  private int[] marks = {};

  Tokens(int[] first) {
    tokens = first.clone();
  }

  void add(int[] more) {
    int from = tokens.length;
    tokens = Arrays.copyOf(tokens, from + more.length);
    System.arraycopy(more, 0, tokens, from, more.length);
  }

  /** Marks the last token. */
  void mark() {
    marks = Arrays.copyOf(marks, marks.length + 1);
    marks[marks.length - 1] = tokens.length - 1;
  }

  MarkedRow row() {
    return new MarkedRow(tokens, marks);
  }
}
