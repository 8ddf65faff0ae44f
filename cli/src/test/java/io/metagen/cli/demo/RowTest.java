package io.metagen.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RowTest {

  /** Reference: Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662 by Wilson's method. */
  @Test
  void interval_publishedExample_isWilsons() {
    Row row = row(263, 81);

    assertThat(row.interval().getFirst()).isCloseTo(0.2553, within(5e-5));
    assertThat(row.interval().getLast()).isCloseTo(0.3662, within(5e-5));
  }

  @Test
  void interval_noneCorrect_startsAtZeroAndHasWidth() {
    Row row = row(50, 0);

    assertThat(row.accuracy()).isZero();
    assertThat(row.interval().getFirst()).isCloseTo(0, within(1e-12));
    assertThat(row.interval().getLast()).isBetween(0.05, 0.10);
  }

  private static Row row(int problems, int correct) {
    return new Row("greedy", problems, correct, 1, 2, 3, 4, 5, 6);
  }
}
