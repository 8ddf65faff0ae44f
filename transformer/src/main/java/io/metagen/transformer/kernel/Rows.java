package io.metagen.transformer.kernel;

import java.lang.foreign.ValueLayout;

/**
 * A tensor's rows in memory, as numbers of its type times a scale of each row's own.
 *
 * @param address of the first number
 * @param type of the numbers
 * @param scales address of the rows' scales, f32; 0 if all are 1
 * @param width numbers of a row
 */
record Rows(long address, ElementType type, long scales, int width) {
  private static final float STEPS = 127f;
  private static final float LEAST_SCALE = 1e-30f;

  /** From 1 to 255, 128 for zero; the half rounds, since the fraction is cut off. */
  private static final float ZERO_POINT = 128.5f;

  private long at(int row) {
    return address + (long) row * width * type.bytes();
  }

  private long scaleAt(int row) {
    return scales + (long) row * Float.BYTES;
  }

  /** Reads one row to the start of an array. */
  void load(int row, float[] into) {
    switch (type) {
      case F32 -> {
        Convert.fromF32(at(row), into, 0, width);
        scale(row, into);
      }
      case BF16 -> Convert.fromBf16(at(row), into, 0, width);
      case UINT8 -> throw new IllegalStateException("products give no whole numbers");
    }
  }

  private void scale(int row, float[] values) {
    float by = scales == 0 ? 1f : Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, scaleAt(row));
    if (by != 1f) {
      for (int i = 0; i < width; i++) {
        values[i] *= by;
      }
    }
  }

  /** Writes one row from the start of an array. */
  void store(int row, float[] from) {
    float scale = 1f;
    switch (type) {
      case F32 -> Convert.toF32(from, 0, width, at(row));
      case BF16 -> Convert.toBf16(from, 0, width, at(row));
      case UINT8 -> {
        scale = Math.max(Convert.largest(from, 0, width) / STEPS, LEAST_SCALE);
        Convert.toInt8(from, width, new float[] {1f / scale, ZERO_POINT}, at(row));
      }
    }
    if (scales != 0) {
      Memory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, scaleAt(row), scale);
    }
  }
}
