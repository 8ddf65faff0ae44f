package io.metagen.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.metagen.task.CorrectionPairs.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CorrectionPairsTest {

  private static final CorrectionPairs PAIRS = new CorrectionPairs(0.5, 0.25);
  private static final Sample WORSE = new Sample("abcd", 0.25);
  // Similarities to it are 0.75, 0.5 and 0, so the exponents are 4, 3.5 and 1.5.
  private static final Sample NEAR = new Sample("abcX", 0.75);
  private static final Sample FAR = new Sample("abXX", 1);
  private static final Sample OTHER = new Sample("wxyz", 1);
  private static final List<Sample> SAMPLES =
      List.of(NEAR, WORSE, FAR, new Sample("abce", 0.25), OTHER, new Sample("abcd", 0));
  private static final double SUM = Math.exp(4) + Math.exp(3.5) + Math.exp(1.5);
  private static final Map<Sample, Double> EXPECTED =
      Map.of(NEAR, Math.exp(4) / SUM, FAR, Math.exp(3.5) / SUM, OTHER, Math.exp(1.5) / SUM);

  @Test
  void probabilities_smallCase_areTheFormulas() {
    double[] probabilities = PAIRS.probabilities(WORSE, List.of(NEAR, FAR, OTHER));
    assertThat(probabilities[0]).isEqualTo(EXPECTED.get(NEAR), within(1e-12));
    assertThat(probabilities[1]).isEqualTo(EXPECTED.get(FAR), within(1e-12));
    assertThat(probabilities[2]).isEqualTo(EXPECTED.get(OTHER), within(1e-12));
  }

  @Test
  void probabilities_tinyTemperatures_doNotOverflow() {
    double[] probabilities =
        new CorrectionPairs(0x1p-20, 0x1p-20).probabilities(WORSE, List.of(NEAR, FAR, OTHER));
    assertThat(probabilities).containsExactly(0.5, 0.5, 0);
  }

  /**
   * By Hoeffding's inequality a share of n draws is off by e with probability at most 2 exp(-2 n
   * e^2); here three shares raise a false alarm with probability at most 6 exp(-16) < 7e-7.
   */
  @Test
  void better_manyDraws_followTheProbabilities() {
    long seed = 11;
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int draws = 200_000;
    Map<Sample, Integer> counts = new HashMap<>();
    for (int i = 0; i < draws; i++) {
      counts.merge(PAIRS.better(WORSE, SAMPLES, random).orElseThrow(), 1, Integer::sum);
    }
    double margin = Math.sqrt(16.0 / (2 * draws));
    assertThat(counts).containsOnlyKeys(NEAR, FAR, OTHER);
    EXPECTED.forEach(
        (sample, probability) ->
            assertThat(counts.getOrDefault(sample, 0) / (double) draws)
                .as(sample.solution())
                .isEqualTo(probability, within(margin)));
  }

  @Test
  void better_nothingBetter_isEmpty() {
    assertThat(PAIRS.better(FAR, SAMPLES, new SplittableRandom(1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"abcd, abcd, 1", "abcd, abcX, 0.75", "abcd, ab, 0.5", "abcd, '', 0", "'', '', 1"})
  void similarity_twoTexts_isOneMinusTheShareOfEdits(String one, String other, double expected) {
    assertThat(CorrectionPairs.similarity(one, other)).isEqualTo(expected);
    assertThat(CorrectionPairs.similarity(other, one)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "-1, 1", "NaN, 1", "1, NaN"})
  void constructor_noTemperature_isRefused(double alpha, double beta) {
    assertThatThrownBy(() -> new CorrectionPairs(alpha, beta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("alpha");
  }

  @ParameterizedTest
  @CsvSource({"-0.1", "1.1", "NaN"})
  void sample_valueOutOfRange_isRefused(double value) {
    assertThatThrownBy(() -> new Sample("", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value");
  }
}
