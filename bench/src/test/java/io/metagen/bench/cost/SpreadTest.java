package io.metagen.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void of_rounds_isMedianLeastAndGreatest() {
    assertThat(Spread.of(5, 1, 2)).isEqualTo(new Spread(2, 1, 5));
    assertThat(Spread.of(4, 1, 2, 7)).isEqualTo(new Spread(3, 1, 7));
  }

  @Test
  void ofRatios_dividesRoundByRound() {
    assertThat(Spread.ofRatios(new double[] {8, 3, 10}, new double[] {4, 3, 1}))
        .isEqualTo(new Spread(2, 1, 10));
  }

  @Test
  void of_noneOrUnequal_fails() {
    assertThatThrownBy(Spread::of).hasMessage("rounds: none");
    assertThatThrownBy(() -> Spread.ofRatios(new double[1], new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
