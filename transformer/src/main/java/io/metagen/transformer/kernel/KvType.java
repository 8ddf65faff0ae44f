package io.metagen.transformer.kernel;

import io.metagen.transformer.kernel.Convert.Grid;
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

  /** Reads rows of numbers that lie one after another. */
  void read(long address, float[] to, Grid grid) {
    switch (this) {
      case F32 -> Convert.fromF32(address, to, grid);
      case BF16 -> Convert.fromBf16(address, to, grid);
      case INT8 -> Convert.fromInt8(address, to, grid);
    }
  }

  /** Writes one number, rounded to what the type can hold. */
  void write(long address, float value) {
    switch (this) {
      case F32 -> Memory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
      case BF16 -> Memory.ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, Convert.bf16(value));
      case INT8 -> Memory.ALL.set(ValueLayout.JAVA_BYTE, address, (byte) Math.round(value));
    }
  }
}
