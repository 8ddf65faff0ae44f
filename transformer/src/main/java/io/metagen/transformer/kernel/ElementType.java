package io.metagen.transformer.kernel;

/** The numbers that a product multiplies: of the rows on its left, and of the matrix. */
public enum ElementType {
  /** Both sides in f32. */
  F32(Float.BYTES, 1),

  /** Both sides in bf16, sums in f32. */
  BF16(Short.BYTES, 2),

  /**
   * Rows of whole numbers from 1 to 255, of which 128 stands for zero, with a scale each; a matrix
   * of whole numbers from -127 to 127, with a scale for each output; exact sums.
   */
  INT8(Byte.BYTES, 4);

  private final int bytes;
  private final int group;

  ElementType(int bytes, int group) {
    this.bytes = bytes;
    this.group = group;
  }

  /** Returns the bytes of a number. */
  int bytes() {
    return bytes;
  }

  /** Returns how many inputs of one output lie side by side in a {@link Matrix}. */
  int group() {
    return group;
  }

  /** Returns a row's numbers with what fills its last group up. */
  int padded(int inputs) {
    return Math.ceilDiv(inputs, group) * group;
  }
}
