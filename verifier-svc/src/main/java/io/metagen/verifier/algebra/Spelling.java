package io.metagen.verifier.algebra;

/** Writes what has several spellings in one. */
final class Spelling {
  private Spelling() {}

  /** Returns the text with LaTeX's spaces as spaces, and signs of Unicode as those of ASCII. */
  static String plain(String text) {
    return text.replace("²", "^2")
        .replace("³", "^3")
        .replace("{,}", ",")
        .replaceAll("(?<!\\\\)\\\\[,;:! ]|\\\\\\$|\\$|~", " ")
        .replace("\\%", "%")
        .replaceAll("\\^\\s*\\{?\\s*\\\\circ\\s*}?", "°")
        .replace("√", "\\sqrt ")
        .replace("π", "\\pi ")
        .replace("∞", "\\infty ")
        .replace('−', '-')
        .replace('×', '*')
        .replace('·', '*')
        .replace('÷', '/')
        .replace('⁄', '/')
        .replaceAll("[.\\s]+$", "");
  }
}
