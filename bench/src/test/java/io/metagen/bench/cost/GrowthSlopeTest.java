package io.metagen.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthSlopeTest {
  private static final Spread RATIO = new Spread(4, 3, 5);

  @Test
  void of_linearTimes_areTheirSlopesPerThousandTokens() {
    GrowthSlope slope =
        GrowthSlope.of(List.of(point(100, 2.5, 2.1), point(300, 3.5, 2.3), point(1100, 7.5, 3.1)))
            .orElseThrow();
    assertThat(slope.separateMillis()).isCloseTo(5, within(1e-9));
    assertThat(slope.sharedMillis()).isCloseTo(1, within(1e-9));
    assertThat(slope.longest()).isEqualTo(1100);
    assertThat(slope.ratio()).isEqualTo(RATIO);
  }

  @Test
  void of_oneContext_isNone() {
    assertThat(GrowthSlope.of(List.of(point(100, 2, 2), point(100, 3, 3)))).isEmpty();
  }

  @Test
  void of_oneKind_isNone() {
    GrowthPoint alone = new GrowthPoint("s", "batch", 1, 1, 128, spread(1), null, null);
    GrowthPoint longer = new GrowthPoint("s", "batch", 2, 1, 256, spread(1), null, null);
    assertThat(GrowthSlope.of(List.of(alone, longer))).isEmpty();
  }

  private static GrowthPoint point(int context, double separate, double shared) {
    return new GrowthPoint(
        "s", "context", context, 16, context, spread(separate), spread(shared), RATIO);
  }

  private static Spread spread(double median) {
    return new Spread(median, 0, 100);
  }
}
