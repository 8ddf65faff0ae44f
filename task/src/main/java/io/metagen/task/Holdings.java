package io.metagen.task;

import io.metagen.task.Reading.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who has how many at a point of a problem's text. Owned by the thread that reads it.
 *
 * <p>Each form below is one meaning; no sentence has two, since they differ in a fixed word.
 */
final class Holdings {
  private static final long MOST = 999_999_999;
  private static final String NAME = "(?<name>\\p{Lu}\\p{L}*)";
  private static final String OTHER = "(?<other>\\p{Lu}\\p{L}*)";
  private static final String NUMBER = "(?<number>\\d{1,9})";

  private static final Pattern GAIN =
      Pattern.compile("(?:Then )?" + NAME + " " + oneOf(Lexicon.GAINS) + " " + NUMBER + " more\\.");
  private static final Pattern LOSS =
      Pattern.compile("(?:Then )?" + NAME + " " + oneOf(Lexicon.LOSSES) + " " + NUMBER + "\\.");
  private static final Pattern DIFFERENCE =
      Pattern.compile(
          NAME + " (?:has|owns) " + NUMBER + " (?<way>more|fewer) than " + OTHER + "\\.");
  private static final Pattern MULTIPLE =
      Pattern.compile(NAME + " has (?:twice|" + NUMBER + " times) as many as " + OTHER + "\\.");
  private static final Pattern FRACTION =
      Pattern.compile(
          NAME + " has (?<share>" + oneOf(Lexicon.SHARES) + ") as many as " + OTHER + "\\.");
  private static final Pattern BOXES =
      Pattern.compile(NAME + " packs them into " + NUMBER + " equal boxes and keeps one\\.");
  private static final Pattern GIFT = Pattern.compile(OTHER + " gives " + NAME + " everything\\.");
  private static final Pattern GIFT_OF_ALL =
      Pattern.compile(OTHER + " gives all (?<things>\\p{Ll}+) to " + NAME + "\\.");

  private final Map<String, Long> quantities = new HashMap<>();
  private final String things;

  Holdings(String things) {
    this.things = things;
  }

  /** Returns how many somebody has. */
  long of(String name) {
    Long quantity = quantities.get(name);
    if (quantity == null) {
      throw new UnreadableProblemException("does not say before how many " + name + " has");
    }
    return quantity;
  }

  void introduce(String name, long quantity) {
    if (quantities.putIfAbsent(name, quantity) != null) {
      throw new UnreadableProblemException("says a second time how many " + name + " has");
    }
  }

  /** Takes in one sentence and returns what it does. */
  Step tell(String sentence) {
    return change(sentence)
        .or(() -> comparison(sentence))
        .or(() -> gift(sentence))
        .orElseThrow(() -> new UnreadableProblemException("is no sentence of the task"));
  }

  private Optional<Step> change(String sentence) {
    Matcher gain = GAIN.matcher(sentence);
    Matcher loss = LOSS.matcher(sentence);
    Matcher boxes = BOXES.matcher(sentence);
    Matcher found = gain.matches() ? gain : loss.matches() ? loss : boxes;
    if (found == boxes && !boxes.matches()) {
      return Optional.empty();
    }
    char operator = found == gain ? '+' : found == loss ? '-' : '/';
    String name = found.group("name");
    Step step = step(sentence, name, name, operator, number(found));
    quantities.put(name, step.result());
    return Optional.of(step);
  }

  private Optional<Step> comparison(String sentence) {
    Matcher difference = DIFFERENCE.matcher(sentence);
    if (difference.matches()) {
      char operator = difference.group("way").equals("more") ? '+' : '-';
      return Optional.of(compared(sentence, difference, operator, number(difference)));
    }
    Matcher multiple = MULTIPLE.matcher(sentence);
    if (multiple.matches()) {
      long factor = multiple.group("number") == null ? 2 : number(multiple);
      return Optional.of(compared(sentence, multiple, '*', factor));
    }
    Matcher fraction = FRACTION.matcher(sentence);
    if (fraction.matches()) {
      int parts = 2 + Lexicon.SHARES.indexOf(fraction.group("share"));
      return Optional.of(compared(sentence, fraction, '/', parts));
    }
    return Optional.empty();
  }

  private Step compared(String sentence, Matcher found, char operator, long right) {
    String name = found.group("name");
    Step step = step(sentence, name, found.group("other"), operator, right);
    introduce(name, step.result());
    return step;
  }

  private Optional<Step> gift(String sentence) {
    Matcher all = GIFT_OF_ALL.matcher(sentence);
    Matcher found = all.matches() ? all : GIFT.matcher(sentence);
    if (found != all && !found.matches()) {
      return Optional.empty();
    }
    if (found == all && !all.group("things").equals(things)) {
      throw new UnreadableProblemException("gives other things than " + things);
    }
    String giver = found.group("other");
    String name = found.group("name");
    if (giver.equals(name)) {
      throw new UnreadableProblemException("has somebody give to themselves");
    }
    Step step = step(sentence, name, name, '+', of(giver));
    quantities.put(giver, 0L);
    quantities.put(name, step.result());
    return Optional.of(step);
  }

  private Step step(String sentence, String holder, String source, char operator, long right) {
    long left = of(source);
    long result =
        switch (operator) {
          case '+' -> left + right;
          case '-' -> left - right;
          case '*' -> left * right;
          default -> shared(left, right);
        };
    if (result < 0 || result > MOST) {
      throw new UnreadableProblemException("leads to " + result + ", must be in [0, " + MOST + "]");
    }
    return new Step(holder, source, left, operator, right, result, sentence);
  }

  private static long shared(long left, long parts) {
    if (parts == 0 || left % parts != 0) {
      throw new UnreadableProblemException("parts " + left + " into " + parts + ", with a rest");
    }
    return left / parts;
  }

  private static long number(Matcher matcher) {
    return Long.parseLong(matcher.group("number"));
  }

  private static String oneOf(java.util.List<String> words) {
    return "(?:" + String.join("|", words) + ")";
  }
}
