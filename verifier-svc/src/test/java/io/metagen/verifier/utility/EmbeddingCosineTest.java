package io.metagen.verifier.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class EmbeddingCosineTest {
  private static SentenceEncoder encoder;
  private static EmbeddingCosine embedding;

  @BeforeAll
  static void load() {
    encoder = SentenceEncoder.load();
    embedding = new EmbeddingCosine(() -> encoder);
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  /** The matrix that the documentation of sentence-transformers prints for this model. */
  @Test
  void compare_publishedExample_isThePublishedMatrix() throws InterruptedException {
    List<double[]> rows =
        compare(
                "The weather is lovely today.",
                "It's so sunny outside!",
                "He drove to the stadium.")
            .rows();

    double[][] published = {
      {1.0000, 0.6660, 0.1046}, {0.6660, 1.0000, 0.1411}, {0.1046, 0.1411, 1.0000}
    };
    for (int i = 0; i < published.length; i++) {
      assertThat(rows.get(i)).containsExactly(published[i], within(5e-5));
    }
  }

  @Test
  void compare_cost_countsTokensOfDistinctTextsWithTheirSpecialOnes() throws InterruptedException {
    Comparison comparison = compare("sunny outside", "sunny outside", "stadium");

    // [CLS] sunny outside [SEP] and [CLS] stadium [SEP]; 10 616 832 weights, 6 layers of 384
    assertThat(comparison.tokens()).isEqualTo(4 + 3);
    assertThat(comparison.flops())
        .isEqualTo(7 * 2.0 * 10_616_832 + 4.0 * 6 * 384 * (4 * 4 + 3 * 3));
  }

  @Test
  void windows_longText_holdEveryTokenOnceBetweenSpecialOnes() {
    List<long[]> windows = encoder.windows("dog ".repeat(600));

    assertThat(windows).extracting(window -> window.length).containsExactly(256, 256, 94);
    assertThat(windows)
        .allSatisfy(
            window -> {
              assertThat(window[0]).isEqualTo(101);
              assertThat(window[window.length - 1]).isEqualTo(102);
              assertThat(Arrays.stream(window, 1, window.length - 1)).containsOnly(3899L);
            });
    assertThat(encoder.windows("dog ".repeat(254))).hasSize(1);
    assertThat(encoder.windows("dog ".repeat(255))).hasSize(2);
  }

  @Test
  void windows_emptyText_areOneOfSpecialTokensAlone() {
    assertThat(encoder.windows("")).containsExactly(new long[] {101, 102});
  }

  /** Mean over all tokens: what stands in the second window counts as much as in the first. */
  @Test
  void compare_longTexts_differByTheirEndsToo() throws InterruptedException {
    String start = "The dog runs over the green hill. ".repeat(40);
    List<double[]> rows =
        compare(start + "Answer: it is a dog.", start + "Stocks fell sharply in Tokyo.").rows();

    assertThat(rows.get(0)[1]).isBetween(0.9, 0.9999);
    assertThat(rows.get(0)[0]).isCloseTo(1, within(1e-12));
    assertThat(rows.get(1)[0]).isEqualTo(rows.get(0)[1]);
  }

  @Test
  void compare_aText_hasTheSameEmbeddingInAnyCompany() throws InterruptedException {
    double alone = compare("sunny outside", "stadium").rows().get(0)[1];
    double[] row =
        compare("sunny outside", "dog ".repeat(600), "", "a much longer sentence", "stadium")
            .rows()
            .getFirst();

    assertThat(row[4]).isEqualTo(alone);
  }

  private static Comparison compare(String... texts) throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      return new UtilityMatrix(workers, Duration.ofHours(1))
          .compare(embedding, List.of(texts), List.of());
    }
  }
}
