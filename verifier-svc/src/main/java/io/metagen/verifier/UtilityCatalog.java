package io.metagen.verifier;

import io.metagen.error.ServiceException;
import io.metagen.v1.CompareRequest;
import io.metagen.v1.OverlapMeasure;
import io.metagen.v1.Utility;
import io.metagen.verifier.utility.AnswerMatch;
import io.metagen.verifier.utility.Bleu;
import io.metagen.verifier.utility.Chrf;
import io.metagen.verifier.utility.Comparison;
import io.metagen.verifier.utility.EditSimilarity;
import io.metagen.verifier.utility.EmbeddingCosine;
import io.metagen.verifier.utility.ExactMatch;
import io.metagen.verifier.utility.RougeL;
import io.metagen.verifier.utility.SentenceEncoder;
import io.metagen.verifier.utility.TextUtility;
import io.metagen.verifier.utility.TokenF1;
import io.metagen.verifier.utility.UtilityMatrix;
import java.util.List;

/** The utilities that this service can compute. Immutable. */
final class UtilityCatalog implements AutoCloseable {
  private final UtilityMatrix matrix;
  private final EmbeddingCosine embedding;
  private final JudgedUtilities judged;

  /**
   * @param embedding closed by this
   */
  UtilityCatalog(UtilityMatrix matrix, EmbeddingCosine embedding, JudgedUtilities judged) {
    this.matrix = matrix;
    this.embedding = embedding;
    this.judged = judged;
  }

  /**
   * Returns how a request's texts are compared. An encoder or judge that this service does not have
   * is MODEL_NOT_FOUND.
   */
  Comparing find(CompareRequest request) {
    Utility wanted = request.getUtility();
    return switch (wanted.getKindCase()) {
      case ANSWER_MATCH -> by(new AnswerMatch());
      case EXACT_MATCH -> by(new ExactMatch());
      case EDIT_SIMILARITY -> by(new EditSimilarity());
      case OVERLAP -> by(overlap(wanted.getOverlap().getMeasure()));
      case EMBEDDING -> by(embedding(wanted.getEmbedding().getModel()));
      case JUDGED -> judged.of(request);
      case KIND_NOT_SET -> throw ServiceException.invalidField("utility.kind", "must be set");
    };
  }

  private Comparing by(TextUtility utility) {
    return new ByTexts(utility, matrix);
  }

  private static TextUtility overlap(OverlapMeasure measure) {
    return switch (measure) {
      case OVERLAP_MEASURE_TOKEN_F1 -> new TokenF1();
      case OVERLAP_MEASURE_ROUGE_L -> new RougeL();
      case OVERLAP_MEASURE_CHRF -> new Chrf();
      case OVERLAP_MEASURE_BLEU -> new Bleu();
      case OVERLAP_MEASURE_UNSPECIFIED, UNRECOGNIZED ->
          throw ServiceException.invalidField(
              "utility.overlap.measure", "must be one of the contract's measures");
    };
  }

  private TextUtility embedding(String model) {
    if (model.isEmpty() || model.equals(SentenceEncoder.NAME)) {
      return embedding;
    }
    throw ServiceException.modelNotFound(
        "utility.embedding.model", model, List.of(SentenceEncoder.NAME));
  }

  @Override
  public void close() {
    embedding.close();
  }

  /** Looks at the texts alone. */
  private record ByTexts(TextUtility utility, UtilityMatrix matrix) implements Comparing {
    @Override
    public String name() {
      return utility.name();
    }

    @Override
    public Comparison compare(List<String> hypotheses, List<String> evidence)
        throws InterruptedException {
      return matrix.compare(utility, hypotheses, evidence);
    }
  }
}
