package io.metagen.verifier.answer;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The normal form of final answers, so that two ways to write one answer are equal texts. Found as
 * {@link FinalAnswer} says; numbers are written as {@link NumberForm} says; any other text is in
 * Unicode's NFKC form and lower case, its white space collapsed, without a period at its end or
 * dollar signs around it.
 */
public final class AnswerNormalizer {
  /** Version of these rules: answers of different versions can't be compared. */
  public static final String VERSION = "answer-rules-1";

  /** Most characters of an answer. */
  public static final int LONGEST = FinalAnswer.LONGEST;

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern DOLLARS = Pattern.compile("^\\$+(.+?)\\$+$");

  private AnswerNormalizer() {}

  /** Returns the normal form of a solution's final answer; empty where it gives none. */
  public static Optional<String> ofSolution(String text) {
    return stated(text).map(AnswerNormalizer::normalForm);
  }

  /** Returns a solution's final answer as it stands there; empty where it gives none. */
  public static Optional<String> stated(String text) {
    return FinalAnswer.in(text);
  }

  /**
   * Returns the normal form of a reference of at most {@link #LONGEST} characters: of its final
   * answer if marked, else of all of it.
   */
  public static String ofReference(String text) {
    return normalForm(stated(text).orElse(text));
  }

  private static String normalForm(String answer) {
    String text = Normalizer.normalize(answer, Normalizer.Form.NFKC).strip();
    text = DOLLARS.matcher(withoutEnd(text)).replaceFirst("$1").strip();
    String bare = text;
    return NumberForm.of(bare)
        .orElseGet(() -> SPACE.matcher(bare).replaceAll(" ").toLowerCase(Locale.ROOT));
  }

  /** Returns the text without the periods and white space at its end; its first character stays. */
  private static String withoutEnd(String text) {
    int end = text.length();
    while (end > 1
        && (text.charAt(end - 1) == '.' || Character.isWhitespace(text.charAt(end - 1)))) {
      end--;
    }
    return text.substring(0, end);
  }
}
