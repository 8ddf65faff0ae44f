package io.metagen.transformer.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

final class LanesTest {

  @Test
  void exp2_wholeRange_relativeErrorBelow3e7() {
    double worst = 0;
    for (float x = -126; x <= 127; x += 0x1p-9f) {
      float y = Lanes.exp2(FloatVector.broadcast(Lanes.F, x)).lane(0);
      worst = Math.max(worst, Math.abs(y / Math.pow(2, x) - 1));
    }
    assertThat(worst).isLessThan(3e-7);
  }

  @Test
  void exp2_belowTheLeastNormal_isZero() {
    for (float x : new float[] {-126.01f, -1000f, Float.NEGATIVE_INFINITY}) {
      assertThat(Lanes.exp2(FloatVector.broadcast(Lanes.F, x)).lane(0)).as("2^%s", x).isZero();
    }
  }

  @Test
  void exp2_ofWholeNumbers_isExact() {
    for (int x = -126; x <= 127; x++) {
      assertThat(Lanes.exp2(FloatVector.broadcast(Lanes.F, x)).lane(0))
          .isEqualTo(Math.scalb(1f, x));
    }
  }
}
