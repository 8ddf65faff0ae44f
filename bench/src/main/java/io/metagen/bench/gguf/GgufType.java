package io.metagen.bench.gguf;

import java.nio.ByteBuffer;

/** Number formats of tensors in a GGUF file, all little-endian. */
public enum GgufType {
  /** IEEE 754 single precision. */
  F32(0, 0, 1, 4) {
    @Override
    void encode(float[] values, int from, ByteBuffer to) {
      to.putFloat(values[from]);
    }
  },
  /** The upper half of single precision, rounded to nearest, ties to even. */
  BF16(30, 32, 1, 2) {
    @Override
    void encode(float[] values, int from, ByteBuffer to) {
      int bits = Float.floatToRawIntBits(values[from]);
      to.putShort((short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16));
    }
  },
  /**
   * Blocks of 32 numbers: one scale in half precision, then 32 signed bytes. The scale is the
   * largest magnitude over 127; bytes are rounded to nearest, ties away from zero, by the scale
   * before it is rounded to half precision.
   */
  Q8_0(8, 7, 32, 34) {
    @Override
    void encode(float[] values, int from, ByteBuffer to) {
      float largest = 0;
      for (int i = from; i < from + block(); i++) {
        largest = Math.max(largest, Math.abs(values[i]));
      }
      float scale = largest / Byte.MAX_VALUE;
      float inverse = scale == 0 ? 0 : 1 / scale;
      to.putShort(Float.floatToFloat16(scale));
      for (int i = from; i < from + block(); i++) {
        float scaled = values[i] * inverse;
        int magnitude = Math.round(Math.abs(scaled));
        to.put((byte) (scaled < 0 ? -magnitude : magnitude));
      }
    }
  };

  private final int id;
  private final int fileType;
  private final int block;
  private final int blockBytes;

  GgufType(int id, int fileType, int block, int blockBytes) {
    this.id = id;
    this.fileType = fileType;
    this.block = block;
    this.blockBytes = blockBytes;
  }

  /** Returns the format's number in a tensor's description. */
  int id() {
    return id;
  }

  /** Returns the number in {@code general.file_type} of a file whose matrices have this format. */
  int fileType() {
    return fileType;
  }

  /** Returns how many numbers are encoded together; a row is a multiple of it. */
  int block() {
    return block;
  }

  /** Returns the bytes of so many numbers. */
  long bytes(long numbers) {
    if (numbers % block != 0) {
      throw new IllegalArgumentException(
          name() + " holds multiples of " + block + " numbers, not " + numbers);
    }
    return numbers / block * blockBytes;
  }

  /** Appends the block of numbers that starts at an index. */
  abstract void encode(float[] values, int from, ByteBuffer to);
}
