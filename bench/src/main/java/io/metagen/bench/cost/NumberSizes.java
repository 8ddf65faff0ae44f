package io.metagen.bench.cost;

import io.metagen.transformer.Precision;

/**
 * Bytes of the numbers that a step moves.
 *
 * @param weight of a matrix, scales not counted
 * @param operand what goes into a product
 * @param result what comes out of it
 * @param keyValue of a key or a value
 * @param embedding of the look-up's table
 */
record NumberSizes(int weight, int operand, int result, int keyValue, int embedding) {

  /** Of the residual stream, in each precision. */
  static final int STREAM = Float.BYTES;

  /** Returns the sizes in a precision, with the engine's default keys and values. */
  static NumberSizes of(Precision precision) {
    return switch (precision) {
      case F32 -> new NumberSizes(4, 4, 4, 4, 4);
      case BF16 -> new NumberSizes(2, 2, 4, 2, 2);
      case INT8 -> new NumberSizes(1, 1, 4, 2, 2);
    };
  }
}
