package io.metagen.verifier.answer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the final answer in a solution's text: what follows the last of
 *
 * <pre>
 * Answer: X          to the end of the line, upper or lower case
 * #### X             to the end of the line (GSM8K)
 * \boxed{X}          to the brace that closes it (MATH)
 * The answer is X    to the end of the line or sentence, upper or lower case
 * </pre>
 *
 * A marker with nothing behind it does not count, nor does an answer longer than {@link #LONGEST}
 * characters. Of a text with more than {@link #MOST_MARKERS} markers only the last ones are looked
 * at, so that the time is linear in the length of the text.
 */
final class FinalAnswer {
  static final int LONGEST = 1_000;
  static final int MOST_MARKERS = 100;

  private static final Pattern MARKER =
      Pattern.compile(
          "(?<line>\\banswer[ \\t]*:|####)|(?<sentence>\\bthe[ \\t]+answer[ \\t]+is\\b:?)"
              + "|(?<boxed>\\\\boxed[ \\t]*\\{)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LINE_END = Pattern.compile("\\R|\\z");
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s|\\z)|\\R|\\z");

  private FinalAnswer() {}

  static Optional<String> in(String text) {
    Deque<MatchResult> last = new ArrayDeque<>();
    Matcher marker = MARKER.matcher(text);
    while (marker.find()) {
      last.addFirst(marker.toMatchResult());
      if (last.size() > MOST_MARKERS) {
        last.removeLast();
      }
    }
    return last.stream()
        .map(found -> behind(found, text).strip())
        .filter(answer -> !answer.isEmpty() && answer.length() <= LONGEST)
        .findFirst();
  }

  private static String behind(MatchResult marker, String text) {
    if (marker.group("boxed") != null) {
      return insideBraces(text, marker.end());
    }
    return upTo(marker.group("line") != null ? LINE_END : SENTENCE_END, text, marker.end());
  }

  /** Returns the text up to what ends it; empty if that is too far away. */
  private static String upTo(Pattern end, String text, int from) {
    Matcher matcher =
        end.matcher(text)
            .region(from, Math.min(text.length(), from + LONGEST + 1))
            .useAnchoringBounds(false)
            .useTransparentBounds(true);
    return matcher.find() ? text.substring(from, matcher.start()) : "";
  }

  /**
   * Returns the text up to the brace that closes the one before {@code from}; empty if none does.
   */
  private static String insideBraces(String text, int from) {
    int depth = 1;
    int end = Math.min(text.length(), from + LONGEST + 1);
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return text.substring(from, i);
      }
    }
    return "";
  }
}
