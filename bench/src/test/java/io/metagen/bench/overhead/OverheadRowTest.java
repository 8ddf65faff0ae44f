package io.metagen.bench.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OverheadRowTest {

  @Test
  void of_steps_addsSamplingToTheTimeOutside() {
    List<StepTime> times =
        IntStream.range(0, 9).mapToObj(_ -> new StepTime(900_000, 70_000, 30_000, 90_000)).toList();

    OverheadRow row = OverheadRow.of(subject(4, true), times);

    assertThat(row.forward().median()).isEqualTo(900);
    assertThat(row.outside().median()).isEqualTo(100);
    assertThat(row.sampling().median()).isEqualTo(70);
    assertThat(row.cpu().median()).isEqualTo(90);
    assertThat(row.share()).isEqualTo(0.1);
    assertThat(row.steps()).isEqualTo(9);
  }

  @Test
  void bound_embedded_growsWithTheBatch() {
    assertThat(subject(1, true).bound(1e6)).isEqualTo(160);
    assertThat(subject(16, true).bound(1e6)).isEqualTo(310);
  }

  @Test
  void bound_larger_isAShareOfTheStep() {
    assertThat(subject(16, false).bound(95_000)).isEqualTo(5_000);
  }

  @Test
  void spread_values_liesBetweenTheTwentieths() {
    Spread spread = Spread.of(LongStream.rangeClosed(0, 100).map(micros -> 1000 * (100 - micros)));

    assertThat(spread).isEqualTo(new Spread(50, 5, 95));
  }

  private static OverheadRow.Subject subject(int batch, boolean embedded) {
    return new OverheadRow.Subject("x", "engine", Samples.PLAIN, batch, embedded);
  }
}
