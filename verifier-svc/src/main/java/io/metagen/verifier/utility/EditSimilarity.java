package io.metagen.verifier.utility;

import java.util.List;

/**
 * The similarity
 *
 * <pre>
 * 1 - d(a, b) / max(|a|, |b|)
 * </pre>
 *
 * where d is Levenshtein's distance and lengths are in code points; 1 for two empty texts.
 */
public record EditSimilarity() implements TextUtility {
  @Override
  public String name() {
    return "edit_similarity";
  }

  @Override
  public Effort effort() {
    return new Effort(40, 200, 2, 0.1);
  }

  @Override
  public Reading read(List<String> texts, Workers workers) {
    List<int[]> codePoints = texts.stream().map(text -> text.codePoints().toArray()).toList();
    return Reading.free((a, b) -> similarity(codePoints.get(a), codePoints.get(b)));
  }

  private static double similarity(int[] a, int[] b) {
    int longer = Math.max(a.length, b.length);
    return longer == 0 ? 1 : 1 - (double) EditDistance.between(a, b) / longer;
  }
}
