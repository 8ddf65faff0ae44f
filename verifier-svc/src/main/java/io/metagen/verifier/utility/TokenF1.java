package io.metagen.verifier.utility;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The harmonic mean of token precision and recall of SQuAD [1]:
 *
 * <pre>
 * 2 c / (|a| + |b|)
 * </pre>
 *
 * where c is the size of the common bag of tokens. Tokens are those of its evaluation script: the
 * text in lower case, without ASCII punctuation, without the articles a, an and the, cut at white
 * space. Two texts without tokens have 1.
 *
 * <p>[1] Rajpurkar et al., SQuAD: 100,000+ Questions for Machine Comprehension of Text, EMNLP 2016,
 * section 6.1.
 */
public record TokenF1() implements TextUtility {
  private static final Pattern PUNCTUATION = Pattern.compile("\\p{Punct}");
  private static final Pattern ARTICLES =
      Pattern.compile("\\b(?:a|an|the)\\b", Pattern.UNICODE_CHARACTER_CLASS);

  @Override
  public String name() {
    return "token_f1";
  }

  @Override
  public Effort effort() {
    return new Effort(200, 50, 1, 0);
  }

  @Override
  public Reading read(List<String> texts, Workers workers) {
    List<Ngrams> tokens = Ngrams.of(Words.of(texts, TokenF1::tokens), 1);
    return Reading.free((a, b) -> f1(tokens.get(a), tokens.get(b)));
  }

  private static double f1(Ngrams a, Ngrams b) {
    int sizes = a.count(1) + b.count(1);
    return sizes == 0 ? 1 : 2.0 * a.common(b, 1) / sizes;
  }

  private static List<String> tokens(String text) {
    String bare = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    return WhiteSpace.split(ARTICLES.matcher(bare).replaceAll(" "));
  }
}
