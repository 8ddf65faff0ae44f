package io.metagen.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  @Test
  void ratio_isThatOfTheMedians() {
    Outcome outcome =
        new Outcome(
            List.of(30.0, 10.0, 20.0), List.of(5.0, 10.0, 8.0), List.of(60.0, 40.0, 25.0), "");
    assertThat(outcome.oursMedian()).isEqualTo(20);
    assertThat(outcome.peerMedian()).isEqualTo(8);
    assertThat(outcome.ratio()).isEqualTo(2.5);
  }

  @Test
  void spread_isTheLeastAndTheGreatestRatioOfARound() {
    Outcome outcome =
        new Outcome(
            List.of(30.0, 10.0, 20.0), List.of(5.0, 10.0, 8.0), List.of(60.0, 40.0, 25.0), "");
    assertThat(outcome.spread()).containsExactly(1.0, 6.0);
  }

  @Test
  void share_isTheMedianOfEachRoundsShare() {
    Outcome outcome =
        new Outcome(
            List.of(30.0, 10.0, 20.0), List.of(5.0, 10.0, 8.0), List.of(60.0, 40.0, 25.0), "");
    assertThat(outcome.limit()).hasValue(40);
    assertThat(outcome.share()).hasValue(0.5);
  }

  @Test
  void share_withoutLimits_isUnknown() {
    Outcome outcome = new Outcome(List.of(30.0), List.of(5.0), List.of(), "");
    assertThat(outcome.limit()).isEmpty();
    assertThat(outcome.share()).isEmpty();
  }

  @Test
  void median_evenNumber_isTheMeanOfTheMiddle() {
    assertThat(Outcome.median(List.of(4.0, 1.0, 3.0, 100.0))).isEqualTo(3.5);
  }

  @Test
  void new_differentNumbersOfRounds_throws() {
    assertThatThrownBy(() -> new Outcome(List.of(1.0), List.of(), List.of(), ""))
        .hasMessageContaining("rounds: 1 and 0");
  }
}
