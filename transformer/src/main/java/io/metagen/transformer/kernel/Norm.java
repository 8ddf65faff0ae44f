package io.metagen.transformer.kernel;

import static io.metagen.transformer.kernel.Lanes.F;
import static io.metagen.transformer.kernel.Lanes.L;

import jdk.incubator.vector.FloatVector;

/** Root-mean-square norm (Zhang and Sennrich 2019). */
final class Norm {
  private Norm() {}

  /** Divides numbers by their root mean square, and multiplies them with weights. */
  static void apply(float[] values, int at, float[] weights, float epsilon) {
    int width = weights.length;
    float factor = (float) (1 / Math.sqrt(squares(values, at, width) / width + epsilon));
    int i = 0;
    for (; i + L <= width; i += L) {
      FloatVector.fromArray(F, values, at + i)
          .mul(factor)
          .mul(FloatVector.fromArray(F, weights, i))
          .intoArray(values, at + i);
    }
    for (; i < width; i++) {
      values[at + i] = values[at + i] * factor * weights[i];
    }
  }

  private static float squares(float[] values, int at, int width) {
    FloatVector sums = FloatVector.zero(F);
    FloatVector others = FloatVector.zero(F);
    int i = 0;
    for (; i + 2 * L <= width; i += 2 * L) {
      FloatVector v = FloatVector.fromArray(F, values, at + i);
      FloatVector w = FloatVector.fromArray(F, values, at + i + L);
      sums = v.fma(v, sums);
      others = w.fma(w, others);
    }
    for (; i + L <= width; i += L) {
      FloatVector v = FloatVector.fromArray(F, values, at + i);
      sums = v.fma(v, sums);
    }
    float sum = Lanes.sum(sums.add(others));
    for (; i < width; i++) {
      sum = Math.fma(values[at + i], values[at + i], sum);
    }
    return sum;
  }
}
