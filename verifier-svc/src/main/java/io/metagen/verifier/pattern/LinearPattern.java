package io.metagen.verifier.pattern;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.OptionalInt;

/**
 * A pattern in RE2's syntax: no look-around and no back-references, so that matching takes time in
 * proportion to the text times the pattern's size (Cox, <i>Regular Expression Matching Can Be
 * Simple And Fast</i>, 2007). Immutable.
 */
public final class LinearPattern {
  /** Most characters of a pattern. */
  public static final int LONGEST = 4_000;

  /** Most copies of its parts that a pattern's counted repetitions may make. */
  public static final int LARGEST = 20_000;

  /**
   * What may stand behind the text: no character of Unicode, so it goes on no match of a literal.
   */
  private static final String BEYOND = "\uFFFF".repeat(3);

  private final Pattern pattern;

  private LinearPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Compiles a pattern.
   *
   * @throws BadPatternException if it is too long, too large or no pattern
   */
  public static LinearPattern of(String text) {
    if (text.length() > LONGEST) {
      throw new BadPatternException("must have at most " + LONGEST + " characters");
    }
    if (PatternSize.of(text) > LARGEST) {
      throw new BadPatternException(
          "repeats its parts too often: must make at most " + LARGEST + " copies of them");
    }
    try {
      return new LinearPattern(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new BadPatternException(
          "is no pattern of RE2: " + e.getDescription() + position(text, e.getPattern()));
    } catch (StackOverflowError e) {
      throw new BadPatternException("nests too deep");
    }
  }

  /** Whether the whole text matches. Stops where its time limit is over. */
  public boolean matches(String text) {
    return pattern.matcher(new WatchedText(text)).matches();
  }

  /** Whether some part of the text matches. Stops where its time limit is over. */
  public boolean find(String text) {
    return pattern.matcher(new WatchedText(text)).find();
  }

  /**
   * Returns the first character with which no match of the whole is possible any more, in UTF-16
   * units from 0; the text's length where something could still follow it. Where the pattern
   * asserts a boundary there, such as {@code $}, it may be the character before. Empty for a
   * pattern that can't be looked at so.
   */
  public OptionalInt reach(String text) {
    WatchedText watched = new WatchedText(text + BEYOND);
    try {
      Pattern start = Pattern.compile("\\A(?:" + pattern.pattern() + ")", Pattern.LONGEST_MATCH);
      boolean unused = start.matcher(watched).lookingAt();
    } catch (PatternSyntaxException endsInAQuote) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Math.min(text.length(), watched.beforeLast(2)));
  }

  /** Where the part that an error is about stands; RE2/J tells the part alone. */
  private static String position(String text, String part) {
    int at = part.isEmpty() ? text.length() : text.indexOf(part);
    return at < 0 ? "" : ", at character " + at;
  }
}
