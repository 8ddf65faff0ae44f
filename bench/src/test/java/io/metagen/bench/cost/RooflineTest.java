package io.metagen.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RooflineTest {
  private static final Roofline ROOFLINE = new Roofline(100, 10);

  /** 3 seconds of arithmetic each, 1 of memory. */
  private static final Cost ARITHMETIC = new Cost(2, 300, 10);

  /** 1 second of arithmetic, 5 of memory. */
  private static final Cost MEMORY = new Cost(1, 100, 50);

  @Test
  void seconds_eachCall_isTheSlowerOfTheTwo() {
    assertThat(ROOFLINE.seconds(List.of(ARITHMETIC))).isCloseTo(6, within(1e-12));
    assertThat(ROOFLINE.seconds(List.of(MEMORY))).isCloseTo(5, within(1e-12));
    assertThat(ROOFLINE.seconds(List.of(ARITHMETIC, MEMORY))).isCloseTo(11, within(1e-12));
  }

  @Test
  void boundByArithmetic_mixed_followsTheGreaterPart() {
    assertThat(ROOFLINE.boundByArithmetic(List.of(ARITHMETIC, MEMORY))).isTrue();
    assertThat(ROOFLINE.boundByArithmetic(List.of(ARITHMETIC, MEMORY, MEMORY))).isFalse();
  }
}
