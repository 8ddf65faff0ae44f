package io.metagen.transformer.kernel;

/** How libtorch holds a number of a tensor that the operators read or write. */
enum ElementType {
  F32(6, Float.BYTES),
  BF16(15, Short.BYTES),
  /** 128 for zero, times a scale that each row has. */
  UINT8(0, Byte.BYTES);

  private final int number;
  private final int bytes;

  ElementType(int number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /** Returns the type with libtorch's number for it. */
  static ElementType of(int number) {
    for (ElementType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new IllegalArgumentException("no operator reads or writes type " + number);
  }
}
