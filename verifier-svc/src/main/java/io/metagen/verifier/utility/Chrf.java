package io.metagen.verifier.utility;

import java.util.List;

/**
 * chrF2 [1], the F-measure over character n-grams of orders 1 to 6, white space left out:
 *
 * <pre>
 * (1 + beta^2) P R / (beta^2 P + R),  beta = 2
 * </pre>
 *
 * P and R are the mean precision and recall against the evidence over the orders of which both
 * texts have n-grams, as in sacrebleu's default; characters are code points, upper and lower case
 * differ. Two texts without characters have 1. Not symmetric: recall counts more.
 *
 * <p>[1] Popović, chrF: character n-gram F-score for automatic MT evaluation, WMT 2015.
 */
public record Chrf() implements TextUtility {
  private static final int ORDERS = 6;
  private static final double BETA_SQUARED = 4;

  @Override
  public String name() {
    return "chrf";
  }

  @Override
  public boolean symmetric() {
    return false;
  }

  @Override
  public Effort effort() {
    return new Effort(1_500, 100, 10, 0);
  }

  @Override
  public Reading read(List<String> texts, Workers workers) {
    List<Ngrams> ngrams = Ngrams.of(texts.stream().map(Chrf::characters).toList(), ORDERS);
    return Reading.free((h, e) -> score(ngrams.get(h), ngrams.get(e)));
  }

  private static int[] characters(String text) {
    return text.codePoints().filter(c -> !WhiteSpace.is(c)).toArray();
  }

  private static double score(Ngrams hypothesis, Ngrams evidence) {
    if (hypothesis.count(1) + evidence.count(1) == 0) {
      return 1;
    }
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (int n = 1; n <= ORDERS && hypothesis.count(n) > 0 && evidence.count(n) > 0; n++) {
      double common = hypothesis.common(evidence, n);
      precision += common / hypothesis.count(n);
      recall += common / evidence.count(n);
      orders++;
    }
    if (precision + recall == 0) {
      return 0;
    }
    precision /= orders;
    recall /= orders;
    return (1 + BETA_SQUARED) * precision * recall / (BETA_SQUARED * precision + recall);
  }
}
