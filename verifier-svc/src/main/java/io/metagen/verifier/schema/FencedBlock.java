package io.metagen.verifier.schema;

/** The last block between lines of three backticks or more, as Markdown fences code. */
final class FencedBlock {
  private static final String FENCE = "```";

  private FencedBlock() {}

  /** Returns the content of the text's last block, closed or not; all of a text that has none. */
  static String lastOf(String text) {
    int block = -1;
    int end = text.length();
    boolean open = false;
    for (int line = 0; line >= 0 && line < text.length(); line = next(text, line)) {
      if (!text.startsWith(FENCE, skipped(text, line))) {
        continue;
      }
      open = !open;
      if (open) {
        block = next(text, line);
        end = text.length();
      } else {
        end = line;
      }
    }
    return block < 0 ? text : text.substring(Math.min(block, end), end);
  }

  /** Returns where the next line begins; the text's length where there is none. */
  private static int next(String text, int line) {
    int end = text.indexOf('\n', line);
    return end < 0 ? text.length() : end + 1;
  }

  private static int skipped(String text, int line) {
    int i = line;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i;
  }
}
