package io.metagen.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TheilSenTest {

  @Test
  void slope_oneWildPoint_isThatOfTheOthers() {
    List<Integer> points = List.of(0, 1, 2, 3, 4, 5, 6);
    assertThat(TheilSen.slope(points, x -> x, x -> x == 6 ? -500 : 3.0 * x)).isEqualTo(3);
  }

  @Test
  void median_evenCount_isTheMiddleOfTheTwo() {
    assertThat(TheilSen.median(List.of(9, 1, 2, 4), x -> x)).isEqualTo(3);
  }

  @Test
  void slope_noPair_isZero() {
    assertThat(TheilSen.slope(List.of(1), x -> x, x -> 7)).isZero();
  }
}
