package io.metagen.verifier.utility;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The tokens of mteval-v13a, NIST's script of 2009, which sacrebleu calls 13a and takes by default:
 * ASCII punctuation stands alone, but for apostrophes, and for periods, commas and dashes that
 * belong to a number; some marks of SGML are undone. Case stays.
 */
final class MtevalTokens {
  private static final List<Rule> RULES =
      List.of(
          new Rule("([{-~\\[-` -&(-+:-@/])", " $1 "),
          new Rule("([^0-9])([.,])", "$1 $2 "),
          new Rule("([.,])([^0-9])", " $1 $2"),
          new Rule("([0-9])(-)", "$1 $2 "));

  private MtevalTokens() {}

  static List<String> of(String text) {
    String line = " " + withoutMarkup(WhiteSpace.withoutEnd(text)) + " ";
    for (Rule rule : RULES) {
      line = rule.pattern.matcher(line).replaceAll(rule.replacement);
    }
    return WhiteSpace.split(line);
  }

  private static String withoutMarkup(String text) {
    return text.replace("<skipped>", "")
        .replace("-\n", "")
        .replace("\n", " ")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
  }

  private record Rule(Pattern pattern, String replacement) {
    Rule(String pattern, String replacement) {
      this(Pattern.compile(pattern), replacement);
    }
  }
}
