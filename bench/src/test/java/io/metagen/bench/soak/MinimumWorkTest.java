package io.metagen.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A half-hour run needs 30 calls of each kind. */
class MinimumWorkTest {

  @ParameterizedTest
  @EnumSource(Kind.class)
  void verdict_oneKindTooRare_failsAndNamesIt(Kind kind) {
    Window window = Runs.window(run -> run);
    Verdict rare = MinimumWork.verdict(window, Runs.outcome(kind, 29));
    assertThat(rare.passed()).isFalse();
    assertThat(rare.finding()).contains("29 calls of the rarest kind, " + kind.text());
    assertThat(MinimumWork.verdict(window, Runs.outcome(kind, 30)).passed()).isTrue();
  }

  @Test
  void verdict_noCallAtAll_fails() {
    Outcome run = Runs.outcome(Kind.TREE, 0);
    assertThat(MinimumWork.verdict(Runs.window(course -> course), run).passed()).isFalse();
  }

  @Test
  void verdict_slowerInTheMiddle_failsThoughTheEndIsFast() {
    assertThat(middle(0.7).passed()).isFalse();
    assertThat(middle(0.9).passed()).isTrue();
  }

  private static Verdict middle(double speed) {
    Window window =
        Runs.window(
            run -> run.speed(second -> second > 900 && second < 1300 ? 1000 * speed : 1000));
    return MinimumWork.verdict(window, Runs.outcome());
  }

  @Test
  void verdict_noTokens_fails() {
    Window window = Runs.window(run -> run.speed(_ -> 0));
    assertThat(MinimumWork.verdict(window, Runs.outcome()).passed()).isFalse();
  }
}
