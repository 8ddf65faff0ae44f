package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** A growing list of (row, token id) pairs, each with a few values: a sparse [rows, vocabulary]. */
final class Pairs {

  private final int vocabulary;
  private final float[][] values;
  private long[] rows = new long[16];
  private long[] ids = new long[16];
  private int size;

  /**
   * @param vocabulary bound of the token ids
   * @param valuesPerPair how many values come with each pair
   */
  Pairs(int vocabulary, int valuesPerPair) {
    this.vocabulary = vocabulary;
    values = new float[valuesPerPair][16];
  }

  /** Adds a pair; the field names the source of the id in the error for one out of range. */
  void add(String field, int row, int id, float... pairValues) {
    TokenIds.checked(field, id, vocabulary);
    if (size == rows.length) {
      grow();
    }
    rows[size] = row;
    ids[size] = id;
    for (int i = 0; i < values.length; i++) {
      values[i][size] = pairValues[i];
    }
    size++;
  }

  private void grow() {
    rows = Arrays.copyOf(rows, 2 * size);
    ids = Arrays.copyOf(ids, 2 * size);
    for (int i = 0; i < values.length; i++) {
      values[i] = Arrays.copyOf(values[i], 2 * size);
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The pairs, [2, size] int64: rows, then ids. */
  NDArray index(NDManager scope) {
    long[] all = Arrays.copyOf(rows, 2 * size);
    System.arraycopy(ids, 0, all, size, size);
    return scope.create(all, new Shape(2, size));
  }

  /** The values, [values per pair, size] f32. */
  NDArray values(NDManager scope) {
    float[] all = new float[values.length * size];
    for (int i = 0; i < values.length; i++) {
      System.arraycopy(values[i], 0, all, i * size, size);
    }
    return scope.create(all, new Shape(values.length, size));
  }
}
