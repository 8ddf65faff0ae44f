package io.metagen.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.trainer.evaluation.Statistics.Estimate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StatisticsTest {

  @Test
  void auc_handCountedPairs_isTheirShare() {
    // Right 0.9 and 0.4 against wrong 0.5, 0.4: wins 2 of 2, then 0 and a half.
    List<Statistics.Graded> lines =
        List.of(graded(0.9, true), graded(0.4, true), graded(0.5, false), graded(0.4, false));
    assertThat(Statistics.auc(lines)).isCloseTo(2.5 / 4, within(1e-12));
  }

  @Test
  void auc_equalScores_isOneHalf() {
    assertThat(Statistics.auc(List.of(graded(0, true), graded(0, false), graded(0, false))))
        .isEqualTo(0.5);
  }

  @Test
  void auc_onlyRightOnes_isNotANumber() {
    assertThat(Statistics.auc(List.of(graded(0.3, true)))).isNaN();
  }

  @Test
  void estimate_coinOfAThousandThrows_hasTheBinomialInterval() {
    double[] values = IntStream.range(0, 1000).mapToDouble(i -> i % 2).toArray();
    Estimate estimate = Statistics.estimate(values);
    double half = 1.96 * Math.sqrt(0.25 / 1000);
    assertThat(estimate.mean()).isEqualTo(0.5);
    assertThat(estimate.low()).isCloseTo(0.5 - half, within(0.003));
    assertThat(estimate.high()).isCloseTo(0.5 + half, within(0.003));
  }

  @Test
  void ratio_problemsOfDifferentSize_isTheRatioOfTheSums() {
    double[] values = {3, 0, 1, 2};
    double[] divisors = {3, 1, 4, 2};
    Estimate estimate = Statistics.ratio(values, divisors);
    assertThat(estimate.mean()).isEqualTo(0.6);
    assertThat(estimate.low()).isBetween(0.0, 0.3);
    assertThat(estimate.high()).isEqualTo(1);
  }

  private static Statistics.Graded graded(double score, boolean right) {
    return new Statistics.Graded(score, right);
  }
}
