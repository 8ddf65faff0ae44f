package io.metagen.transformer;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;

/** Number formats of weights in a safetensors file, all little-endian. */
public enum SafetensorsDtype {
  /** IEEE 754 single precision. */
  F32(4) {
    @Override
    void decode(ByteBuffer from, FloatBuffer to) {
      to.put(from.asFloatBuffer());
    }

    @Override
    void encode(float value, ByteBuffer to) {
      to.putFloat(value);
    }
  },
  /** IEEE 754 half precision. */
  F16(2) {
    @Override
    void decode(ByteBuffer from, FloatBuffer to) {
      while (from.hasRemaining()) {
        to.put(Float.float16ToFloat(from.getShort()));
      }
    }

    @Override
    void encode(float value, ByteBuffer to) {
      to.putShort(Float.floatToFloat16(value));
    }
  },
  /** The upper half of single precision. */
  BF16(2) {
    @Override
    void decode(ByteBuffer from, FloatBuffer to) {
      while (from.hasRemaining()) {
        to.put(Float.intBitsToFloat(from.getShort() << 16));
      }
    }

    @Override
    void encode(float value, ByteBuffer to) {
      to.putShort(roundToBf16(value));
    }
  };

  private final int bytes;

  SafetensorsDtype(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of one number in bytes. */
  public int bytes() {
    return bytes;
  }

  abstract void decode(ByteBuffer from, FloatBuffer to);

  abstract void encode(float value, ByteBuffer to);

  static Optional<SafetensorsDtype> of(String name) {
    for (SafetensorsDtype dtype : values()) {
      if (dtype.name().equals(name)) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }

  /** Nearest value, ties to even; a NaN stays a NaN. */
  private static short roundToBf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}
