package io.metagen.transformer.kernel;

import java.lang.foreign.ValueLayout;

/** What keys and values are held in. */
public enum KvType {
  F32(Float.BYTES),
  BF16(Short.BYTES),
  /** From -127 to 127, times a scale of each position's and head's own. */
  INT8(Byte.BYTES);

  private final int bytes;

  KvType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /**
   * Which numbers of an array go where.
   *
   * @param at the first one's index
   * @param step from one index to the next
   * @param to address of the first
   * @param stride bytes from one address to the next
   */
  record Places(int at, int step, long to, long stride) {}

  /** Writes so many numbers, times a factor and rounded to what the type can hold. */
  void write(float[] from, float factor, int count, Places places) {
    long to = places.to;
    int at = places.at;
    for (int i = 0; i < count; i++, at += places.step, to += places.stride) {
      float value = from[at] * factor;
      switch (this) {
        case F32 -> Memory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, to, value);
        case BF16 -> Memory.ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, to, Convert.bf16(value));
        case INT8 -> Memory.ALL.set(ValueLayout.JAVA_BYTE, to, (byte) Math.round(value));
      }
    }
  }
}
