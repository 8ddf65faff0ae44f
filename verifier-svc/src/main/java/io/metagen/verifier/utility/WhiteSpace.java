package io.metagen.verifier.utility;

import java.util.ArrayList;
import java.util.List;

/**
 * White space as Python's {@code str.split} sees it, which published implementations of these
 * measures use: Unicode's spaces and separators, no-break spaces included.
 */
final class WhiteSpace {
  private static final int NEXT_LINE = 0x85;

  private WhiteSpace() {}

  static boolean is(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || codePoint == NEXT_LINE;
  }

  /** Returns what stands between white space. */
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) { // all white space is in the basic plane
      if (i == text.length() || is(text.charAt(i))) {
        if (i > from) {
          parts.add(text.substring(from, i));
        }
        from = i + 1;
      }
    }
    return parts;
  }

  /** Returns the text without the white space at its end. */
  static String withoutEnd(String text) {
    int end = text.length();
    while (end > 0 && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}
