package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WarmUpBudgetTest {
  private final List<String> lines = new ArrayList<>();
  private long now = 5;

  @Test
  void take_enoughSteps_endsWithTheirNumber() {
    WarmUpBudget budget = budget(2, Duration.ofSeconds(10));
    assertThat(List.of(budget.take(), budget.take(), budget.take()))
        .containsExactly(true, true, false);
    pass(Duration.ofMillis(1_500));
    budget.end();
    assertThat(lines).containsExactly("warmed up with 2 steps in 1.5 s");
  }

  @Test
  void take_timeIsUp_givesNoMore() {
    WarmUpBudget budget = budget(1_000, Duration.ofSeconds(1));
    pass(Duration.ofMillis(999));
    assertThat(budget.take()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(budget.take()).isFalse();
    budget.end();
    assertThat(lines).containsExactly("warmed up with 1 steps in 1.0 s");
  }

  @Test
  void take_longWarmUp_writesALineEveryTwoSeconds() {
    WarmUpBudget budget = budget(1_000, Duration.ofMinutes(1));
    for (int i = 0; i < 50; i++) {
      budget.take();
      pass(Duration.ofMillis(100));
    }
    assertThat(lines)
        .containsExactly(
            "warming up: 20 of at most 1000 steps", "warming up: 40 of at most 1000 steps");
  }

  private WarmUpBudget budget(int steps, Duration atMost) {
    return new WarmUpBudget(steps, atMost, () -> now, lines::add);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
