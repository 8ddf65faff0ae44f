package io.metagen.verifier.answer;

/** Finds the program or document in a candidate's text. */
public final class FencedBlock {
  private static final int FENCE = 3;
  private static final int MOST_INDENT = 3;

  private FencedBlock() {}

  /**
   * Returns what the last fenced code block holds (CommonMark 0.31.2, 4.5, at the top level), or
   * the whole text where there is none. A block that is not closed ends with the text.
   */
  public static String in(String text) {
    String content = text;
    StringBuilder block = new StringBuilder();
    String fence = "";
    for (String line : text.lines().toList()) {
      if (fence.isEmpty()) {
        fence = opening(line);
        block.setLength(0);
      } else if (closes(line, fence)) {
        fence = "";
        content = block.toString();
      } else {
        block.append(line).append('\n');
      }
    }
    return fence.isEmpty() ? content : block.toString();
  }

  private static String opening(String line) {
    String fence = fence(line);
    boolean code = fence.startsWith("`") && line.strip().substring(fence.length()).contains("`");
    return code ? "" : fence;
  }

  private static boolean closes(String line, String open) {
    String fence = fence(line);
    return fence.startsWith(open) && fence.length() == line.strip().length();
  }

  /** Returns the backticks or tildes that a line begins with, if they are enough for a fence. */
  private static String fence(String line) {
    String text = line.stripLeading();
    if (line.length() - text.length() > MOST_INDENT || text.isEmpty()) {
      return "";
    }
    char mark = text.charAt(0);
    int count = 0;
    while (count < text.length() && text.charAt(count) == mark) {
      count++;
    }
    return (mark == '`' || mark == '~') && count >= FENCE ? text.substring(0, count) : "";
  }
}
