package io.metagen.verifier.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Utilities against those that other implementations gave: utility/references.json, with the
 * program that wrote it beside it.
 */
final class ReferenceValuesTest {
  private static final double ROUNDED = 1e-8;
  private static JsonNode references;
  private static List<String> texts;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream file =
        ReferenceValuesTest.class.getResourceAsStream("/utility/references.json")) {
      references = new ObjectMapper().readTree(Objects.requireNonNull(file));
    }
    texts =
        StreamSupport.stream(references.get("texts").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
  }

  @Test
  void editSimilarity_allPairs_isRapidfuzzs() throws InterruptedException {
    assertAgrees(new EditSimilarity(), ROUNDED, _ -> true);
  }

  @Test
  void tokenF1_allPairs_isThatOfThePaper() throws InterruptedException {
    assertAgrees(new TokenF1(), ROUNDED, _ -> true);
  }

  @Test
  void rougeL_asciiTexts_isThatOfThePaper() throws InterruptedException {
    assertAgrees(new RougeL(), ROUNDED, _ -> true);
  }

  /** Where sacrebleu has 0 for two texts without anything to compare, this project has 1. */
  @Test
  void chrf_textsWithCharacters_isSacrebleus() throws InterruptedException {
    assertAgrees(new Chrf(), ROUNDED, text -> !WhiteSpace.split(text).isEmpty());
  }

  @Test
  void bleu_textsWithTokens_isSacrebleus() throws InterruptedException {
    assertAgrees(new Bleu(), ROUNDED, text -> !WhiteSpace.split(text).isEmpty());
  }

  /** Single precision, another version of the runtime: sums differ in their last bits. */
  @Test
  void embedding_allPairs_isThatOfTheSameModelInPython() throws InterruptedException {
    try (EmbeddingCosine embedding = new EmbeddingCosine(SentenceEncoder::load)) {
      assertAgrees(embedding, 1e-5, _ -> true);
    }
  }

  private static void assertAgrees(
      TextUtility utility, double tolerance, Predicate<String> comparable)
      throws InterruptedException {
    List<double[]> rows;
    try (Workers workers = new Workers(2)) {
      rows =
          new UtilityMatrix(workers, Duration.ofHours(1)).compare(utility, texts, List.of()).rows();
    }
    int compared = 0;
    for (int i = 0; i < texts.size(); i++) {
      for (int j = 0; j < texts.size(); j++) {
        JsonNode expected = references.get(utility.name()).get(i).get(j);
        if (!expected.isNull()
            && (comparable.test(texts.get(i)) || comparable.test(texts.get(j)))) {
          assertThat(rows.get(i)[j])
              .as("%s of <%s> against <%s>", utility.name(), texts.get(i), texts.get(j))
              .isCloseTo(expected.asDouble(), within(tolerance));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(400);
  }
}
