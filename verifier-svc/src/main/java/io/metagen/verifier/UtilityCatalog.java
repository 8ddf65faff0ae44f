package io.metagen.verifier;

import io.metagen.error.ServiceException;
import io.metagen.v1.OverlapMeasure;
import io.metagen.v1.Utility;
import io.metagen.verifier.utility.AnswerMatch;
import io.metagen.verifier.utility.Bleu;
import io.metagen.verifier.utility.Chrf;
import io.metagen.verifier.utility.EditSimilarity;
import io.metagen.verifier.utility.EmbeddingCosine;
import io.metagen.verifier.utility.ExactMatch;
import io.metagen.verifier.utility.RougeL;
import io.metagen.verifier.utility.SentenceEncoder;
import io.metagen.verifier.utility.TextUtility;
import io.metagen.verifier.utility.TokenF1;
import java.util.List;

/** The utilities that this service can compute. Immutable. */
final class UtilityCatalog implements AutoCloseable {
  private final EmbeddingCosine embedding;

  /**
   * @param embedding closed by this
   */
  UtilityCatalog(EmbeddingCosine embedding) {
    this.embedding = embedding;
  }

  /**
   * Returns the utility that a request asks for. A kind that this build can't compute is
   * NOT_IMPLEMENTED, an encoder that it does not have MODEL_NOT_FOUND.
   */
  TextUtility find(Utility wanted) {
    return switch (wanted.getKindCase()) {
      case ANSWER_MATCH -> new AnswerMatch();
      case EXACT_MATCH -> new ExactMatch();
      case EDIT_SIMILARITY -> new EditSimilarity();
      case OVERLAP -> overlap(wanted.getOverlap().getMeasure());
      case EMBEDDING -> embedding(wanted.getEmbedding().getModel());
      case JUDGED ->
          throw ServiceException.notImplemented(
              "utility." + CompareRules.fieldName(wanted.getKindCase()));
      case KIND_NOT_SET -> throw ServiceException.invalidField("utility.kind", "must be set");
    };
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
}
