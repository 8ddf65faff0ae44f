package io.metagen.transformer.kernel;

import static io.metagen.transformer.kernel.Lanes.L;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * All query rows of a step, and what the attention knows of them so far. The rows of one head of
 * keys lie together, token by token in the order of {@link Step#place}.
 */
final class QueryRows implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final ElementType type;
  private final int width;
  private final int padded;
  private final int count;
  private final MemorySegment queries;
  private final float[] sums;
  private final float[] largest;
  private final float[] divisors;

  /** Takes room for so many rows of a width. */
  QueryRows(int count, int width, ElementType type) {
    this.count = count;
    this.type = type;
    this.width = width;
    padded = Lanes.padded(width);
    queries = Memory.zeros((long) count * width * type.bytes(), arena);
    sums = new float[count * padded];
    largest = new float[count];
    divisors = new float[count * L];
  }

  int count() {
    return count;
  }

  ElementType type() {
    return type;
  }

  /** Begins a row anew, with a query that starts at an index, times the softmax's scale. */
  void begin(int row, float[] from, int at) {
    switch (type) {
      case F32 -> Convert.toF32(from, at, width, query(row));
      case BF16 -> Convert.toBf16(from, at, width, query(row));
      case INT8 -> throw new IllegalStateException("queries have no scales");
    }
    largest[row] = Float.NEGATIVE_INFINITY;
    Arrays.fill(sums, row * padded, (row + 1) * padded, 0f);
    Arrays.fill(divisors, row * L, (row + 1) * L, 0f);
  }

  /** Returns the address of a row's query [width], times the softmax's scale and log2 e. */
  long query(int row) {
    return queries.address() + (long) row * width * type.bytes();
  }

  /** Returns weighted sums of values [rows, padded width], times the softmax's divisor. */
  float[] sums() {
    return sums;
  }

  /** Returns largest scores [rows], -infinity before the first tile. */
  float[] largest() {
    return largest;
  }

  /** Returns divisors [rows, lanes], to be added. */
  float[] divisors() {
    return divisors;
  }

  /** Returns a row's divisor. */
  float divisor(int row) {
    float sum = 0;
    for (int i = row * L; i < (row + 1) * L; i++) {
      sum += divisors[i];
    }
    return sum;
  }

  /** Writes a row's result to the places from {@code at} on. */
  void end(int row, float[] to, int at) {
    float divisor = divisor(row);
    for (int d = 0; d < width; d++) {
      to[at + d] = sums[row * padded + d] / divisor;
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
