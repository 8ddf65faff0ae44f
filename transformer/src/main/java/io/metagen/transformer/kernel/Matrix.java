package io.metagen.transformer.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A matrix [outputs, inputs] as products read it: in tiles of some outputs, one after another. A
 * tile is [inputs / g, columns, g], with g the {@linkplain ElementType#group() group} of its type,
 * so that it is read from start to end. What fills the last group and the last tile up is zero.
 */
public final class Matrix {

  /** Columns of a tile: whole vectors, as many as a kernel has at most. */
  private static final int[] COLUMNS = {64, 48, 32, 16};

  private static final float STEPS = 127f;
  private static final float LEAST_SCALE = 1e-30f;

  /** What a row's number for zero is. */
  private static final int ZERO_POINT = 128;

  private final int outputs;
  private final int inputs;
  private final ElementType type;
  private final int columns;
  private final TileProduct product;
  private final MemorySegment memory;
  private final float[] scales;
  private final int[] offsets;

  /**
   * Takes memory for a matrix of zeros.
   *
   * @param arena ends the memory
   * @throws OutOfMemoryError if there is not enough
   */
  public Matrix(int outputs, int inputs, ElementType type, Arena arena) {
    this.outputs = outputs;
    this.inputs = inputs;
    this.type = type;
    columns = columns(outputs, Team.threads());
    product = TileProduct.of(type);
    memory = Memory.zeros(tiles() * tileBytes(), arena);
    int scaled = type == ElementType.INT8 ? tiles() * columns : 0;
    scales = new float[scaled];
    offsets = new int[scaled];
  }

  /** Returns the most columns, or fewer if that spares the busiest thread a tenth of its work. */
  static int columns(int outputs, int threads) {
    int best = COLUMNS[0];
    for (int columns : COLUMNS) {
      if (10L * share(outputs, columns, threads) <= 9L * share(outputs, best, threads)) {
        best = columns;
      }
    }
    return best;
  }

  /** Returns the outputs of the thread that has most of them. */
  private static int share(int outputs, int columns, int threads) {
    return Math.ceilDiv(Math.ceilDiv(outputs, columns), threads) * columns;
  }

  /**
   * Rounds and writes one output's weights.
   *
   * @param values hold them from {@code at} on; they are overwritten
   */
  public void put(int output, float[] values, int at) {
    if (type == ElementType.INT8) {
      quantise(output, values, at);
    }
    long address = tile(output / columns) + (long) output % columns * type.group() * type.bytes();
    long next = (long) columns * type.group() * type.bytes();
    for (int i = 0; i < inputs; i++) {
      write(
          address + i / type.group() * next + (long) i % type.group() * type.bytes(),
          values[at + i]);
    }
  }

  private void quantise(int output, float[] values, int at) {
    float largest = Math.max(largest(values, at), LEAST_SCALE);
    int sum = 0;
    for (int i = at; i < at + inputs; i++) {
      // Multiplied first, so that half of the largest, frequent in bf16, is a tie everywhere.
      values[i] = (float) Math.rint(values[i] * STEPS / largest);
      sum += (int) values[i];
    }
    scales[output] = largest / STEPS;
    offsets[output] = ZERO_POINT * sum;
  }

  /**
   * Returns the largest absolute value of an output's weights; one number at a time, as vectors are
   * objects until the JIT has compiled them, some 40 MB of them.
   */
  private float largest(float[] values, int at) {
    // The bits of numbers without a sign are in their order, and integers are compared faster.
    int most = 0;
    for (int i = at; i < at + inputs; i++) {
      most = Math.max(most, Float.floatToRawIntBits(values[i]) & Integer.MAX_VALUE);
    }
    return Float.intBitsToFloat(most);
  }

  private void write(long address, float value) {
    switch (type) {
      case F32 -> Memory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
      case BF16 -> Memory.ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, Convert.bf16(value));
      case INT8 -> Memory.ALL.set(ValueLayout.JAVA_BYTE, address, (byte) value);
    }
  }

  int outputs() {
    return outputs;
  }

  int inputs() {
    return inputs;
  }

  ElementType type() {
    return type;
  }

  /** Returns what multiplies tiles. */
  TileProduct product() {
    return product;
  }

  /** Returns the outputs of a tile. */
  int columns() {
    return columns;
  }

  int tiles() {
    return Math.ceilDiv(outputs, columns);
  }

  private long tileBytes() {
    return (long) type.padded(inputs) * columns * type.bytes();
  }

  /** Returns a tile's address. */
  long tile(int index) {
    return memory.address() + index * tileBytes();
  }

  /** Returns what sums of each output of an INT8 matrix are multiplied with. */
  float[] scales() {
    return scales;
  }

  /** Returns what is taken from sums of each output of an INT8 matrix for the rows' zero point. */
  int[] offsets() {
    return offsets;
  }
}
