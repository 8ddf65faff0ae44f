package io.metagen.transformer.kernel;

import static io.metagen.transformer.kernel.Lanes.F;
import static io.metagen.transformer.kernel.Lanes.L;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/** Copies runs of numbers between memory, in their types there, and arrays of floats. */
final class Convert {
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final int BF16_SHIFT = 16;
  private static final int BF16_HALF = 0x7FFF;

  private Convert() {}

  static void fromF32(long address, float[] to, int at, int count) {
    int i = 0;
    for (; i + L <= count; i += L) {
      FloatVector.fromMemorySegment(F, Memory.ALL, address + 4L * i, NATIVE).intoArray(to, at + i);
    }
    for (; i < count; i++) {
      to[at + i] = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address + 4L * i);
    }
  }

  static void fromBf16(long address, float[] to, int at, int count) {
    int i = 0;
    for (; i + L <= count; i += L) {
      ShortVector.fromMemorySegment(Lanes.S, Memory.ALL, address + 2L * i, NATIVE)
          .convertShape(VectorOperators.ZERO_EXTEND_S2I, Lanes.I, 0)
          .lanewise(VectorOperators.LSHL, BF16_SHIFT)
          .reinterpretAsFloats()
          .intoArray(to, at + i);
    }
    for (; i < count; i++) {
      short bits = Memory.ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address + 2L * i);
      to[at + i] = Float.intBitsToFloat(bits << BF16_SHIFT);
    }
  }

  static void fromInt8(long address, float[] to, int at, int count) {
    int i = 0;
    for (; Lanes.BYTES && i + L <= count; i += L) {
      ((FloatVector)
              ByteVector.fromMemorySegment(Lanes.B, Memory.ALL, address + i, NATIVE)
                  .convertShape(VectorOperators.B2F, F, 0))
          .intoArray(to, at + i);
    }
    for (; i < count; i++) {
      to[at + i] = Memory.ALL.get(ValueLayout.JAVA_BYTE, address + i);
    }
  }

  /**
   * Rows of an array: the first begins at {@code at}, each a stride after the last, and all have a
   * number of floats.
   */
  record Grid(int rows, int count, int at, int stride) {

    /** Returns the same places, as one row if the rows have nothing between them. */
    Grid joined() {
      return stride == count ? new Grid(1, rows * count, at, rows * count) : this;
    }
  }

  static void fromF32(long address, float[] to, Grid grid) {
    for (int row = 0; row < grid.rows; row++) {
      fromF32(address + 4L * row * grid.count, to, grid.at + row * grid.stride, grid.count);
    }
  }

  static void fromBf16(long address, float[] to, Grid grid) {
    for (int row = 0; row < grid.rows; row++) {
      fromBf16(address + 2L * row * grid.count, to, grid.at + row * grid.stride, grid.count);
    }
  }

  static void fromInt8(long address, float[] to, Grid grid) {
    for (int row = 0; row < grid.rows; row++) {
      fromInt8(address + (long) row * grid.count, to, grid.at + row * grid.stride, grid.count);
    }
  }

  /** Multiplies each row's numbers with the factors at their places. */
  static void multiplyByColumn(float[] values, Grid grid, float[] factors) {
    for (int row = 0; row < grid.rows; row++) {
      int at = grid.at + row * grid.stride;
      int i = 0;
      for (; i + L <= grid.count; i += L) {
        FloatVector.fromArray(F, values, at + i)
            .mul(FloatVector.fromArray(F, factors, i))
            .intoArray(values, at + i);
      }
      for (; i < grid.count; i++) {
        values[at + i] *= factors[i];
      }
    }
  }

  /** Multiplies each row's numbers with the row's factor. */
  static void multiplyByRow(float[] values, Grid grid, float[] factors) {
    for (int row = 0; row < grid.rows; row++) {
      int at = grid.at + row * grid.stride;
      int i = 0;
      for (; i + L <= grid.count; i += L) {
        FloatVector.fromArray(F, values, at + i).mul(factors[row]).intoArray(values, at + i);
      }
      for (; i < grid.count; i++) {
        values[at + i] *= factors[row];
      }
    }
  }

  static void toF32(float[] from, int at, int count, long address) {
    MemorySegment.copy(from, at, Memory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, count);
  }

  /** Rounds to the nearest, ties to even. */
  static void toBf16(float[] from, int at, int count, long address) {
    int i = 0;
    for (; i + L <= count; i += L) {
      IntVector bits = FloatVector.fromArray(F, from, at + i).reinterpretAsInts();
      IntVector odd = bits.lanewise(VectorOperators.LSHR, BF16_SHIFT).and(1);
      ((ShortVector)
              bits.add(odd)
                  .add(BF16_HALF)
                  .lanewise(VectorOperators.LSHR, BF16_SHIFT)
                  .convertShape(VectorOperators.I2S, Lanes.S, 0))
          .intoMemorySegment(Memory.ALL, address + 2L * i, NATIVE);
    }
    for (; i < count; i++) {
      Memory.ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address + 2L * i, bf16(from[at + i]));
    }
  }

  /** Returns the bits of a number rounded to the nearest, ties to even. */
  static short bf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int odd = (bits >>> BF16_SHIFT) & 1;
    return (short) ((bits + odd + BF16_HALF) >>> BF16_SHIFT);
  }

  /** Each times a factor, plus an offset, cut off to a whole number; from the array's start. */
  static void toInt8(float[] from, int count, float[] factorAndOffset, long address) {
    float factor = factorAndOffset[0];
    float offset = factorAndOffset[1];
    FloatVector factors = FloatVector.broadcast(F, factor);
    FloatVector offsets = FloatVector.broadcast(F, offset);
    int i = 0;
    for (; Lanes.BYTES && i + L <= count; i += L) {
      ((ByteVector)
              FloatVector.fromArray(F, from, i)
                  .fma(factors, offsets)
                  .convertShape(VectorOperators.F2B, Lanes.B, 0))
          .intoMemorySegment(Memory.ALL, address + i, NATIVE);
    }
    for (; i < count; i++) {
      byte value = (byte) (int) Math.fma(from[i], factor, offset);
      Memory.ALL.set(ValueLayout.JAVA_BYTE, address + i, value);
    }
  }

  /** Returns the largest absolute value of a run. */
  static float largest(float[] values, int at, int count) {
    // The bits of numbers without a sign are in their order.
    IntVector most = IntVector.zero(Lanes.I);
    int i = 0;
    for (; i + L <= count; i += L) {
      most = most.max(FloatVector.fromArray(F, values, at + i).abs().reinterpretAsInts());
    }
    float largest = Float.intBitsToFloat(most.reduceLanes(VectorOperators.MAX));
    for (; i < count; i++) {
      largest = Math.max(largest, Math.abs(values[at + i]));
    }
    return largest;
  }
}
