package io.metagen.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private double seconds;

  @Test
  void run_steady_endsAfterTheLeastTime() {
    assertThat(run(_ -> 0.01)).isCloseTo(0.01, within(1e-6));
    assertThat(seconds).isBetween(2.999, 3.6);
  }

  @Test
  void run_fasterForAWhile_goesOnUntilItNoLongerIs() {
    assertThat(run(time -> Math.max(0.01, 0.1 - 0.01 * time))).isCloseTo(0.01, within(1e-6));
    assertThat(seconds).isBetween(10.5, 12.0);
  }

  @Test
  void run_fasterForEver_ends() {
    run(time -> 0.2 * Math.exp(-time / 5));
    assertThat(seconds).isBetween(30.0, 31.0);
  }

  @Test
  void run_slowSteps_areWindowsOfTheirOwn() {
    assertThat(run(_ -> 2.0)).isCloseTo(2, within(1e-6));
    assertThat(seconds).isCloseTo(8, within(1e-6));
  }

  /** Steps take so many seconds, by the time at which they begin. */
  private double run(DoubleUnaryOperator duration) {
    return new WarmUp(() -> Math.round(seconds * 1e9))
        .run(() -> seconds += duration.applyAsDouble(seconds));
  }
}
