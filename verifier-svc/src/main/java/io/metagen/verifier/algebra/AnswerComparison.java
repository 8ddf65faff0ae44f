package io.metagen.verifier.algebra;

import io.metagen.verifier.bounded.TimeLimit;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares answers with a reference: as mathematics where both can be read as such, else as words.
 * Immutable.
 */
public final class AnswerComparison {
  /** Version of these rules. */
  public static final String VERSION = "algebra-rules-1";

  private final String words;
  private final Optional<Answer> reference;

  private AnswerComparison(String reference) {
    this.words = words(reference);
    this.reference = read(reference);
  }

  /** Returns the comparison with a reference of bounded length. */
  public static AnswerComparison with(String reference) {
    return new AnswerComparison(reference);
  }

  /**
   * Returns what is wrong with an answer of bounded length, without telling the reference; empty
   * where it is equal. Stops where its time limit is over.
   *
   * @throws UndecidedException if the answer is too large, or defined nowhere
   */
  public Optional<String> difference(String answer) {
    if (words(answer).equals(words)) {
      return Optional.empty();
    }
    TimeLimit.checkpoint();
    Optional<Answer> found = read(answer);
    if (found.isPresent() && reference.isPresent()) {
      return AnswerEquality.equal(found.get(), reference.get())
          ? Optional.empty()
          : Optional.of(fault(found.get(), reference.get()));
    }
    return Optional.of(
        kind(found).equals(kind(reference))
            ? "the final answer is wrong"
            : other(kind(found), kind(reference)));
  }

  private static String fault(Answer found, Answer reference) {
    if (!found.kind().equals(reference.kind())) {
      return other(found.kind(), reference.kind());
    }
    return AnswerEquality.sameUnits(found, reference)
        ? "the final answer is wrong"
        : "the final answer is in another unit than the problem asks for";
  }

  private static String other(String found, String expected) {
    return "the final answer is " + found + ", but " + expected + " is expected";
  }

  private static String kind(Optional<Answer> answer) {
    return answer.map(Answer::kind).orElse("text");
  }

  private static Optional<Answer> read(String text) {
    try {
      return Optional.of(AnswerReader.read(text));
    } catch (UnreadableAnswerException e) {
      return Optional.empty();
    }
  }

  /** Letters and digits alone, in lower case: {@code \text{(B)}} and {@code b} are one word. */
  private static String words(String text) {
    String plain = text.replaceAll("\\\\(?:text|textbf|mbox|mathrm)\\b|\\\\[,;:! ]", " ");
    boolean mathematics = plain.chars().anyMatch(c -> "+-*/^_=<>\\,".indexOf(c) >= 0);
    return mathematics
        ? text.strip()
        : plain.replaceAll("[^\\p{L}\\p{N}.]+|[.]+$", " ").strip().toLowerCase(Locale.ROOT);
  }
}
