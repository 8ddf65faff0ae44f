package io.metagen.verifier.utility;

import java.util.List;

/**
 * BLEU [1] of one text against one evidence:
 *
 * <pre>
 * min(1, exp(1 - |evidence| / |hypothesis|)) (p_1 ... p_n)^(1/n)
 * </pre>
 *
 * where p_k is the clipped precision of token k-grams and n is 4, or the hypothesis's length if
 * less. An order without a match has half the precision that one match would give, the next such
 * order a quarter, and so on [2, smoothing 3]; without any match the score is 0. This is
 * sacrebleu's sentence BLEU by its defaults: smoothing "exp", effective order, {@link
 * MtevalTokens}. Two texts without tokens have 1. Not symmetric.
 *
 * <p>[1] Papineni et al., BLEU: a Method for Automatic Evaluation of Machine Translation, ACL 2002.
 * [2] Chen, Cherry, A Systematic Comparison of Smoothing Techniques for Sentence-Level BLEU, WMT
 * 2014.
 */
public record Bleu() implements TextUtility {
  private static final int ORDERS = 4;

  @Override
  public String name() {
    return "bleu";
  }

  @Override
  public boolean symmetric() {
    return false;
  }

  @Override
  public Effort effort() {
    return new Effort(600, 200, 2, 0);
  }

  @Override
  public Reading read(List<String> texts, Workers workers) {
    List<Ngrams> ngrams = Ngrams.of(Words.of(texts, MtevalTokens::of), ORDERS);
    return Reading.free((h, e) -> score(ngrams.get(h), ngrams.get(e)));
  }

  private static double score(Ngrams hypothesis, Ngrams evidence) {
    int length = hypothesis.count(1);
    if (length == 0 || hypothesis.common(evidence, 1) == 0) {
      return length == 0 && evidence.count(1) == 0 ? 1 : 0;
    }
    int orders = Math.min(ORDERS, length);
    double logarithms = 0;
    double smoothing = 1;
    for (int n = 1; n <= orders; n++) {
      double common = hypothesis.common(evidence, n);
      if (common == 0) {
        smoothing /= 2;
        common = smoothing;
      }
      logarithms += Math.log(common / hypothesis.count(n));
    }
    double brevity = Math.min(0, 1 - (double) evidence.count(1) / length);
    return Math.exp(brevity + logarithms / orders);
  }
}
