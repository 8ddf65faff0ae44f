package io.metagen.transformer.kernel;

import static io.metagen.transformer.kernel.Lanes.F;
import static io.metagen.transformer.kernel.Lanes.I;
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
      bf16(address + 2L * i).intoArray(to, at + i);
    }
    for (; i < count; i++) {
      short bits = Memory.ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address + 2L * i);
      to[at + i] = Float.intBitsToFloat(bits << BF16_SHIFT);
    }
  }

  /**
   * Rows of numbers in memory.
   *
   * @param rows how many
   * @param count numbers of each
   * @param fromStride bytes from one to the next where they are read
   * @param toStride bytes from one to the next where they are written
   */
  record Grid(int rows, int count, long fromStride, long toStride) {}

  /** Copies rows of 32-bit words. */
  static void words(long from, long to, Grid grid) {
    int whole = grid.count / L * L;
    for (int i = 0; i < whole; i += L) {
      columns(from + 4L * i, to + 4L * i, grid);
    }
    for (int i = whole; i < grid.count; i++) {
      for (int row = 0; row < grid.rows; row++) {
        int word =
            Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, from + row * grid.fromStride + 4L * i);
        Memory.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, to + row * grid.toStride + 4L * i, word);
      }
    }
  }

  /** Copies one vector of each row. */
  private static void columns(long from, long to, Grid grid) {
    long fromStride = grid.fromStride;
    long toStride = grid.toStride;
    int rows = grid.rows;
    for (int row = 0; row < rows; row++) {
      IntVector.fromMemorySegment(I, Memory.ALL, from + row * fromStride, NATIVE)
          .intoMemorySegment(Memory.ALL, to + row * toStride, NATIVE);
    }
  }

  /** Turns bf16 into f32. */
  static void bf16ToF32(long from, long to, int count) {
    int i = 0;
    for (; i + L <= count; i += L) {
      bf16(from + 2L * i).intoMemorySegment(Memory.ALL, to + 4L * i, NATIVE);
    }
    for (; i < count; i++) {
      short bits = Memory.ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, from + 2L * i);
      Memory.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, to + 4L * i, bits << BF16_SHIFT);
    }
  }

  /** Turns bytes into f32. */
  static void int8ToF32(long from, long to, int count) {
    int i = 0;
    for (; Lanes.BYTES && i + L <= count; i += L) {
      int8(from + i).intoMemorySegment(Memory.ALL, to + 4L * i, NATIVE);
    }
    for (; i < count; i++) {
      float value = Memory.ALL.get(ValueLayout.JAVA_BYTE, from + i);
      Memory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, to + 4L * i, value);
    }
  }

  private static FloatVector bf16(long address) {
    return ShortVector.fromMemorySegment(Lanes.S, Memory.ALL, address, NATIVE)
        .convertShape(VectorOperators.ZERO_EXTEND_S2I, I, 0)
        .lanewise(VectorOperators.LSHL, BF16_SHIFT)
        .reinterpretAsFloats();
  }

  private static FloatVector int8(long address) {
    return (FloatVector)
        ByteVector.fromMemorySegment(Lanes.B, Memory.ALL, address, NATIVE)
            .convertShape(VectorOperators.B2F, F, 0);
  }

  /** Multiplies f32 numbers, each with a factor of its own in f32. */
  static void multiply(long numbers, long factors, int count) {
    int i = 0;
    for (; i + L <= count; i += L) {
      FloatVector.fromMemorySegment(F, Memory.ALL, numbers + 4L * i, NATIVE)
          .mul(FloatVector.fromMemorySegment(F, Memory.ALL, factors + 4L * i, NATIVE))
          .intoMemorySegment(Memory.ALL, numbers + 4L * i, NATIVE);
    }
    for (; i < count; i++) {
      float number = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, numbers + 4L * i);
      float factor = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, factors + 4L * i);
      Memory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, numbers + 4L * i, number * factor);
    }
  }

  /** Multiplies f32 numbers with one factor. */
  static void multiply(long numbers, float factor, int count) {
    int i = 0;
    for (; i + L <= count; i += L) {
      FloatVector.fromMemorySegment(F, Memory.ALL, numbers + 4L * i, NATIVE)
          .mul(factor)
          .intoMemorySegment(Memory.ALL, numbers + 4L * i, NATIVE);
    }
    for (; i < count; i++) {
      float number = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, numbers + 4L * i);
      Memory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, numbers + 4L * i, number * factor);
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
    IntVector most = IntVector.zero(I);
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
