package io.metagen.transformer.kernel;

import java.lang.foreign.ValueLayout;

/**
 * Rows of numbers in memory.
 *
 * @param address of the first number
 * @param type of the numbers
 * @param scales address of the rows' scales, f32, for INT8; else not used
 * @param width numbers of a row
 * @param stride numbers from one row to the next; what is beyond the width is zero
 */
record Rows(long address, ElementType type, long scales, int width, int stride) {
  private static final float STEPS = 127f;
  private static final float LEAST_SCALE = 1e-30f;

  /** From 1 to 255, 128 for zero; the half rounds, since the fraction is cut off. */
  private static final float ZERO_POINT = 128.5f;

  /** Returns rows in f32 or bf16 without anything between them. */
  static Rows of(long address, ElementType type, int width) {
    return new Rows(address, type, 0, width, width);
  }

  /** Returns a row's address. */
  long at(int row) {
    return address + (long) row * stride * type.bytes();
  }

  /** Returns a row's scale. */
  float scale(int row) {
    return Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, scaleAt(row));
  }

  private long scaleAt(int row) {
    return scales + (long) row * Float.BYTES;
  }

  /** Reads one row, in f32 or bf16, to the start of an array. */
  void load(int row, float[] into) {
    switch (type) {
      case F32 -> Convert.fromF32(at(row), into, 0, width);
      case BF16 -> Convert.fromBf16(at(row), into, 0, width);
      case INT8 -> throw new IllegalStateException("products give no whole numbers");
    }
  }

  /** Writes one row from the start of an array. */
  void store(int row, float[] from) {
    switch (type) {
      case F32 -> Convert.toF32(from, 0, width, at(row));
      case BF16 -> Convert.toBf16(from, 0, width, at(row));
      case INT8 -> {
        float scale = Math.max(Convert.largest(from, 0, width) / STEPS, LEAST_SCALE);
        Convert.toInt8(from, width, new float[] {1f / scale, ZERO_POINT}, at(row));
        Memory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, scaleAt(row), scale);
      }
    }
    for (long i = (long) width * type.bytes(); i < (long) stride * type.bytes(); i++) {
      Memory.ALL.set(ValueLayout.JAVA_BYTE, at(row) + i, (byte) 0);
    }
  }
}
