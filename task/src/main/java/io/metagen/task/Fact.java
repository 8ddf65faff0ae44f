package io.metagen.task;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One fact of a collection: what a container from somebody holds.
 *
 * @param id container and name, for example {@code box-olga}
 * @param question for example {@code How many does a box from Olga hold?}
 * @param text the fact as a sentence, for example {@code A box from Olga holds 14.}
 * @param answer the number, without leading zeros
 */
public record Fact(String id, String question, String text, String answer) {

  private static final Pattern QUESTION =
      Pattern.compile("How many does (?<source>a [a-z]+ from (?<owner>\\p{Lu}\\p{L}*)) hold\\?");

  public Fact {
    if (!QUESTION.matcher(question).matches()) {
      throw new IllegalArgumentException(
          "question: must be like \"How many does a box from Olga hold?\", but is " + question);
    }
    if (!answer.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("answer: must be a number, but is " + answer);
    }
  }

  static Fact of(String container, String name, int number) {
    String source = container + " from " + name;
    return new Fact(
        container + "-" + name.toLowerCase(Locale.ROOT),
        "How many does a " + source + " hold?",
        "A " + source + " holds " + number + ".",
        Integer.toString(number));
  }

  /** Returns what stands in a problem instead of the number: {@code a box from Olga}. */
  public String source() {
    return asked("source");
  }

  /** Returns whom the container is from. */
  String owner() {
    return asked("owner");
  }

  /**
   * Returns the look-up as an asker writes it, in two lines (Press et al. 2022, "Measuring and
   * Narrowing the Compositionality Gap in Language Models"): {@code Follow up: } and the question,
   * {@code Intermediate answer: } and the number. A program that retrieves facts lets the model
   * write the first line and writes the second one itself.
   */
  public String lookUp() {
    return "Follow up: " + question + "\nIntermediate answer: " + answer;
  }

  private String asked(String group) {
    Matcher matcher = QUESTION.matcher(question);
    if (!matcher.matches()) {
      throw new IllegalStateException("the constructor has checked " + question);
    }
    return matcher.group(group);
  }
}
