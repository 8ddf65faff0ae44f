package io.metagen.transformer.kernel;

import static io.metagen.transformer.kernel.Lanes.F;
import static io.metagen.transformer.kernel.Lanes.L;

import jdk.incubator.vector.FloatVector;

/** SwiGLU's gate: silu(gate) times up (Shazeer 2020). */
final class Gate {
  private Gate() {}

  /** Replaces the first half of 2 {@code width} numbers, the gates, the others being up. */
  static void apply(float[] values, int width) {
    int i = 0;
    for (; i + L <= width; i += L) {
      FloatVector gate = FloatVector.fromArray(F, values, i);
      FloatVector up = FloatVector.fromArray(F, values, width + i);
      gated(gate, up).intoArray(values, i);
    }
    for (; i < width; i++) {
      FloatVector gate = FloatVector.broadcast(F, values[i]);
      values[i] = gated(gate, FloatVector.broadcast(F, values[width + i])).lane(0);
    }
  }

  private static FloatVector gated(FloatVector gate, FloatVector up) {
    return gate.mul(up).div(Lanes.exp2(gate.mul(-Lanes.LOG2_E)).add(1f));
  }
}
