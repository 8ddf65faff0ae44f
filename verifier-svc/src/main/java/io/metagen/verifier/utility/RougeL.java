package io.metagen.verifier.utility;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * ROUGE-L [1] with beta = 1, the harmonic mean of precision and recall of the longest common
 * subsequence of tokens:
 *
 * <pre>
 * 2 LCS(a, b) / (|a| + |b|)
 * </pre>
 *
 * Tokens are the runs of letters, marks and digits of the text in lower case, without stemming: for
 * ASCII those of the package rouge-score, which drops every other letter. Two texts without tokens
 * have 1.
 *
 * <p>[1] Lin, ROUGE: A Package for Automatic Evaluation of Summaries, 2004, section 3.1.
 */
public record RougeL() implements TextUtility {
  private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

  @Override
  public String name() {
    return "rouge_l";
  }

  @Override
  public Effort effort() {
    return new Effort(200, 200, 1, 0.025);
  }

  @Override
  public Reading read(List<String> texts, Workers workers) {
    List<int[]> tokens = Words.of(texts, RougeL::tokens);
    return Reading.free((a, b) -> f(tokens.get(a), tokens.get(b)));
  }

  private static double f(int[] a, int[] b) {
    int sizes = a.length + b.length;
    return sizes == 0 ? 1 : 2.0 * CommonSubsequence.length(a, b) / sizes;
  }

  private static List<String> tokens(String text) {
    return TOKEN.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
  }
}
