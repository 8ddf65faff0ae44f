package io.metagen.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.trainer.evaluation.Statistics.Graded;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PlattScalingTest {

  private static final long SEED = 11;

  /**
   * Scores whose true probability is sigmoid(0.5 logit - 1). Of 40,000, both numbers are within 0.1
   * but for seven standard deviations (0.014 at most), an alarm of 1e-11.
   */
  @Test
  void fit_scoresTooSure_findsTheirScaleAndShift() {
    List<Graded> scores = scores(40_000);
    PlattScaling fitted = PlattScaling.fit(scores);
    assertThat(fitted.scale()).as("seed %d", SEED).isCloseTo(0.5, within(0.1));
    assertThat(fitted.shift()).as("seed %d", SEED).isCloseTo(-1, within(0.1));
    CalibrationReport report = CalibrationReport.of(scores, scores(40_000));
    assertThat(report.after()).isLessThan(report.before() / 4);
  }

  @Test
  void error_handCountedBins_isTheirWeightedGap() {
    // Bin of 0.9: mean 0.9, half right; bin of 0.2: none right.
    List<Graded> scores =
        List.of(
            new Graded(0.9, true),
            new Graded(0.9, false),
            new Graded(0.2, false),
            new Graded(0.2, false));
    assertThat(PlattScaling.NONE.error(scores)).isCloseTo((2 * 0.4 + 2 * 0.2) / 4, within(1e-9));
  }

  private static List<Graded> scores(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    return Stream.generate(
            () -> {
              double logit = 8 * random.nextDouble() - 4;
              double truth = 1 / (1 + Math.exp(-(0.5 * logit - 1)));
              return new Graded(1 / (1 + Math.exp(-logit)), random.nextDouble() < truth);
            })
        .limit(count)
        .toList();
  }
}
