package io.metagen.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ScheduleTest {

  private static final Schedule SCHEDULE = new Schedule(2e-3, 0.1, 0.05);

  @Test
  void rate_overTheBudget_risesToThePeakAndFallsToTheFloor() {
    assertThat(SCHEDULE.rate(0.05)).isCloseTo(1e-3, within(1e-12));
    assertThat(SCHEDULE.rate(0.1)).isCloseTo(2e-3, within(1e-12));
    assertThat(SCHEDULE.rate(0.55)).isCloseTo((2e-3 + 1e-4) / 2, within(1e-12));
    assertThat(SCHEDULE.rate(1)).isCloseTo(1e-4, within(1e-12));
  }

  @Test
  void rate_atTheStart_isAboveZero() {
    assertThat(SCHEDULE.rate(0)).isPositive();
  }
}
