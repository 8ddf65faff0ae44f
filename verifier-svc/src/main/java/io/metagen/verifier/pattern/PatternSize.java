package io.metagen.verifier.pattern;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many copies of its parts a pattern makes once its counted repetitions are written out, so
 * that {@code ((a{1000}){1000}){1000}} is refused before it takes all memory. A pattern that does
 * not parse has some size as well. Owned by the thread that counts.
 */
final class PatternSize {
  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

  /** What is no part: a repetition behind it is one of the part before. */
  private static final Pattern NO_PART =
      Pattern.compile("\\(\\?[a-zA-Z-]*\\)|\\\\Q(?:\\\\E|\\z)|\\\\E");

  private final String text;
  private final Deque<Group> open = new ArrayDeque<>();
  private int at;

  private PatternSize(String text) {
    this.text = text;
    open.push(new Group());
  }

  static double of(String text) {
    PatternSize size = new PatternSize(text);
    while (size.at < text.length()) {
      size.next();
    }
    while (size.open.size() > 1) {
      size.close();
    }
    return size.open.element().total();
  }

  private void next() {
    char c = text.charAt(at);
    Matcher count = COUNT.matcher(text).region(at, text.length());
    Matcher noPart = NO_PART.matcher(text).region(at, text.length());
    if (c == '{' && count.lookingAt()) {
      open.element().repeat(most(count));
      at = count.end();
    } else if (noPart.lookingAt()) {
      at = noPart.end();
    } else if (c == '(') {
      open.push(new Group());
      at++;
    } else if (c == ')') {
      close();
      at++;
    } else {
      open.element().add(1);
      at = c == '[' ? afterClass() : c == '\\' ? afterEscape() : at + 1;
    }
  }

  private void close() {
    if (open.size() > 1) {
      double inner = open.pop().total();
      open.element().add(inner + 1);
    }
  }

  private static double most(Matcher count) {
    double least = Double.parseDouble(count.group(1));
    String most = count.group(2);
    return Math.max(1, most == null || most.isEmpty() ? least + 1 : Double.parseDouble(most));
  }

  /** A bracket that comes first in a class is one of its characters. */
  private int afterClass() {
    int i = at + 1;
    i += i < text.length() && text.charAt(i) == '^' ? 1 : 0;
    i += i < text.length() && text.charAt(i) == ']' ? 1 : 0;
    while (i < text.length() && text.charAt(i) != ']') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(text.length(), i + 1);
  }

  /** {@code \Q} quotes up to {@code \E}: the quoted characters are parts like any other. */
  private int afterEscape() {
    if (!text.startsWith("\\Q", at)) {
      return Math.min(text.length(), at + 2);
    }
    int end = text.indexOf("\\E", at);
    int after = end < 0 ? text.length() : end + 2;
    open.element().add(after - at);
    return after;
  }

  /** What stands between two parentheses. */
  private static final class Group {
    private double before;
    private double last;

    void add(double size) {
      before += last;
      last = size;
    }

    void repeat(double times) {
      last *= times;
    }

    double total() {
      return before + last;
    }
  }
}
