package io.metagen.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.trainer.evaluation.StepAccuracy.Checked;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class StepAccuracyTest {

  @Test
  void of_handCountedSolutions_isTheirShares() {
    StepAccuracy accuracy =
        StepAccuracy.of(
            List.of(
                new Checked(new float[] {0.9f, 0.3f, 0.1f}, OptionalInt.of(1)),
                new Checked(new float[] {0.4f, 0.2f}, OptionalInt.of(1)),
                new Checked(new float[] {0.8f, 0.7f}, OptionalInt.empty()),
                new Checked(new float[] {0.8f, 0.1f}, OptionalInt.empty())),
            0.5);
    // Right lines 0.9, 0.4, 0.8, 0.7, 0.8, 0.1 against wrong ones 0.3, 0.2: 5 win against both.
    assertThat(accuracy.auc()).isCloseTo(10.0 / 12, within(1e-12));
    assertThat(accuracy.located().mean()).isEqualTo(0.5);
    assertThat(accuracy.passed().mean()).isEqualTo(0.5);
    assertThat(accuracy.lowest().mean()).isEqualTo(0.5);
  }

  @Test
  void of_everyAggregation_isAsInThePaper() {
    float[] steps = {0.5f, 0.25f, 0.75f};
    assertThat(Aggregation.LAST.of(steps)).isEqualTo(0.75);
    assertThat(Aggregation.MIN.of(steps)).isEqualTo(0.25);
    assertThat(Aggregation.PRODUCT.of(steps)).isEqualTo(0.09375);
    assertThat(Aggregation.MEAN.of(steps)).isEqualTo(0.5);
  }
}
