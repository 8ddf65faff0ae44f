package io.metagen.bench.verify;

import io.metagen.v1.AnswerMatchUtility;
import io.metagen.v1.EditSimilarityUtility;
import io.metagen.v1.EmbeddingUtility;
import io.metagen.v1.ExactMatchUtility;
import io.metagen.v1.OverlapMeasure;
import io.metagen.v1.OverlapUtility;
import io.metagen.v1.Utility;
import java.util.List;

/** Calls of the utilities that look at texts alone, with values from the literature. */
final class Measures {
  private Measures() {}

  static List<Drill> drills() {
    return List.of(
        drill(
            "answer match",
            Utility.newBuilder().setAnswerMatch(AnswerMatchUtility.getDefaultInstance()),
            List.of("Answer: 7.0", "So 7.\n#### 7", "Answer: 8"),
            List.of(1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0)),
        drill(
            "exact match",
            Utility.newBuilder().setExactMatch(ExactMatchUtility.getDefaultInstance()),
            List.of("a", "b"),
            List.of(1.0, 0.0, 0.0, 1.0)),
        drill(
            "edit similarity",
            Utility.newBuilder().setEditSimilarity(EditSimilarityUtility.getDefaultInstance()),
            List.of("kitten", "sitting"),
            symmetric(1 - 3 / 7.0)),
        drill(
            "token F1",
            overlap(OverlapMeasure.OVERLAP_MEASURE_TOKEN_F1),
            List.of("The cat sat.", "cat"),
            symmetric(2 / 3.0)),
        drill(
            "ROUGE-L",
            overlap(OverlapMeasure.OVERLAP_MEASURE_ROUGE_L),
            List.of("police killed the gunman", "the gunman kill police"),
            symmetric(0.5)),
        drill(
            "chrF",
            overlap(OverlapMeasure.OVERLAP_MEASURE_CHRF),
            List.of("ab", "abc"),
            List.of(1.0, 35 / 55.0, 5 * 7 / 12.0 / (4 * 7 / 12.0 + 1), 1.0)),
        drill(
            "BLEU",
            overlap(OverlapMeasure.OVERLAP_MEASURE_BLEU),
            List.of("the cat", "the cat sat"),
            List.of(1.0, Math.exp(-0.5), Math.cbrt(2 / 3.0 * (1 / 2.0) * (1 / 2.0)), 1.0)),
        drill(
            "embedding",
            Utility.newBuilder().setEmbedding(EmbeddingUtility.getDefaultInstance()),
            List.of("The weather is lovely today.", "It's so sunny outside!"),
            symmetric(0.6660)));
  }

  private static Drill drill(
      String kind, Utility.Builder utility, List<String> texts, List<Double> right) {
    Exchange exchange = new Exchange.Utilities(Texts.compare("p", utility, texts), right);
    return new Drill(kind, _ -> exchange);
  }

  private static List<Double> symmetric(double utility) {
    return List.of(1.0, utility, utility, 1.0);
  }

  private static Utility.Builder overlap(OverlapMeasure measure) {
    return Utility.newBuilder().setOverlap(OverlapUtility.newBuilder().setMeasure(measure));
  }
}
