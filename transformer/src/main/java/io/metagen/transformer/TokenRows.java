package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Rows of tokens to learn from. A row may branch: what its branches share stands first and is
 * computed once, then come the branches, each of which sees the shared part and itself.
 *
 * @param tokens [rows, length], int64, right-padded with any token id
 * @param positions [rows, length], int64: each token's place in its own sequence, from 0; a branch
 *     goes on where the shared part ends
 * @param branches [rows, length], int64: 0 for what all of a row's branches share, which stands
 *     first, from 1 for the branches; empty where no row branches
 */
public record TokenRows(NDArray tokens, NDArray positions, NDArray branches) {

  /** Returns rows without branches. */
  public static TokenRows plain(NDArray tokens) {
    NDManager manager = tokens.getManager();
    Shape shape = tokens.getShape();
    NDArray row = manager.arange(0, (int) shape.get(1), 1, DataType.INT64);
    return new TokenRows(
        tokens,
        row.reshape(1, shape.get(1)).repeat(0, shape.get(0)),
        manager.create(new Shape(0), DataType.INT64));
  }
}
