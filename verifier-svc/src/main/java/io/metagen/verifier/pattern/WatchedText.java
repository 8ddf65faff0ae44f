package io.metagen.verifier.pattern;

import io.metagen.verifier.bounded.TimeLimit;

/**
 * A text that remembers how far it was read, and whose reader stops when its time is over. The
 * automaton reads each character once, in order, and two beyond the one that it decides on. Owned
 * by the thread that matches.
 */
final class WatchedText implements CharSequence {
  private final String text;
  private int last = -1;

  WatchedText(String text) {
    this.text = text;
  }

  @Override
  public char charAt(int index) {
    TimeLimit.checkpoint();
    last = Math.max(last, index);
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }

  /** Returns where the character stands that is so many before the last one read. */
  int beforeLast(int characters) {
    int read = text.codePointCount(0, Math.max(0, last));
    boolean halfway = last > 0 && Character.isLowSurrogate(text.charAt(last));
    int index = (halfway ? read - 1 : read) - characters;
    return index <= 0 ? 0 : text.offsetByCodePoints(0, index);
  }
}
