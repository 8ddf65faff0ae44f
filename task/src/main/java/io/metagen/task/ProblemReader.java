package io.metagen.task;

import io.metagen.task.Reading.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of a problem and works out every quantity. It knows the sentences of the task,
 * each of which has one meaning, and nothing of how problems are made:
 *
 * <pre>
 * Ann has 12 apples.                              the first sentence
 * [Then] Ann buys 5 more.  [Then] Ann loses 5.    any verb of gaining or losing
 * Ben has 5 more than Ann.  Ben owns 5 fewer than Ann.
 * Ben has 3 times as many as Ann.  Ben has half as many as Ann.
 * Ann packs them into 4 equal boxes and keeps one.
 * Ann gives Ben everything.  Ann gives all apples to Ben.
 * How many apples does Ben have now?              the last sentence
 * </pre>
 *
 * Quantities are whole numbers from 0 to 999,999,999. The time is linear in the length of the text.
 */
public final class ProblemReader {
  /** Most characters of a problem's text. */
  public static final int LONGEST = 10_000;

  private static final String NAME = "(?<name>\\p{Lu}\\p{L}*)";
  private static final String NUMBER = "(?<number>\\d{1,9})";
  private static final String THINGS = "(?<things>\\p{Ll}+)";
  private static final Pattern FIRST = Pattern.compile(NAME + " has " + NUMBER + " " + THINGS);
  private static final Pattern QUESTION =
      Pattern.compile("How many " + THINGS + " does " + NAME + " have now");
  private static final Pattern SENTENCE = Pattern.compile("\\s*([^.?]*)([.?])");

  private final Holdings holdings;
  private final List<Step> steps = new ArrayList<>();
  private final String things;

  private ProblemReader(Matcher first) {
    things = first.group("things");
    holdings = new Holdings(things);
    holdings.introduce(first.group("name"), Long.parseLong(first.group("number")));
  }

  /**
   * Returns what a problem says.
   *
   * @throws UnreadableProblemException if the text is no problem of the task
   */
  public static Reading read(String text) {
    if (text.length() > LONGEST) {
      throw new UnreadableProblemException("has more than " + LONGEST + " characters");
    }
    List<String> sentences = sentences(text.strip());
    if (sentences.size() < 3) {
      throw new UnreadableProblemException(
          "must have a first sentence, one for each step and a question");
    }
    ProblemReader reader = new ProblemReader(matched(FIRST, sentences, 0, "Ann has 12 apples."));
    for (int i = 1; i < sentences.size() - 1; i++) {
      reader.tell(i, sentences.get(i));
    }
    return reader.asked(sentences);
  }

  private void tell(int index, String sentence) {
    try {
      steps.add(holdings.tell(sentence));
    } catch (UnreadableProblemException e) {
      throw new UnreadableProblemException(
          "sentence " + (index + 1) + ", \"" + sentence + "\", " + e.getMessage());
    }
  }

  private Reading asked(List<String> sentences) {
    int last = sentences.size() - 1;
    Matcher question = matched(QUESTION, sentences, last, "How many apples does Ann have now?");
    if (!question.group("things").equals(things)) {
      throw new UnreadableProblemException("asks for other things than " + things);
    }
    return new Reading(steps, holdings.of(question.group("name")));
  }

  /** Returns the sentences with their ends. */
  static List<String> sentences(String text) {
    List<String> sentences = new ArrayList<>();
    Matcher sentence = SENTENCE.matcher(text);
    int end = 0;
    while (end < text.length() && sentence.region(end, text.length()).lookingAt()) {
      sentences.add(sentence.group(1) + sentence.group(2));
      end = sentence.end();
    }
    if (end < text.length()) {
      throw new UnreadableProblemException("must end with a question mark");
    }
    return sentences;
  }

  private static Matcher matched(
      Pattern pattern, List<String> sentences, int index, String example) {
    String sentence = sentences.get(index);
    Matcher matcher = pattern.matcher(sentence.substring(0, sentence.length() - 1));
    if (!matcher.matches()
        || sentence.charAt(sentence.length() - 1) != example.charAt(example.length() - 1)) {
      throw new UnreadableProblemException(
          "sentence %d, \"%s\", must be like \"%s\"".formatted(index + 1, sentence, example));
    }
    return matcher;
  }
}
