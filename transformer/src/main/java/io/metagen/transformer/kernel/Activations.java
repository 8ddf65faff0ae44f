package io.metagen.transformer.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A step's numbers on their way through the network, in memory that is used again by every step and
 * grows with the largest.
 */
final class Activations implements AutoCloseable {
  private final int residualWidth;
  private final long resultWidth;
  private final long operandWidth;
  private int rows;
  private int threads;
  private Arena arena = Arena.ofShared();
  private MemorySegment residual = MemorySegment.NULL;
  private MemorySegment result = MemorySegment.NULL;
  private MemorySegment operand = MemorySegment.NULL;
  private MemorySegment scales = MemorySegment.NULL;
  private MemorySegment sums = MemorySegment.NULL;

  /** Takes no memory yet. */
  Activations(Network network, NetworkWeights weights) {
    residualWidth = network.hidden();
    long widest = 0;
    long deepest = 0;
    for (NetworkWeights.Layer layer : weights.layers()) {
      for (Matrix matrix : layer.matrices()) {
        widest = Math.max(widest, matrix.outputs());
        deepest = Math.max(deepest, operandBytes(matrix));
      }
    }
    resultWidth = widest;
    NetworkWeights.Head head = weights.head();
    operandWidth =
        Math.max(deepest, Math.max(operandBytes(head.first()), operandBytes(head.outer())));
  }

  private static long operandBytes(Matrix matrix) {
    return (long) matrix.type().padded(matrix.inputs()) * matrix.type().bytes();
  }

  /** Makes room for a step's rows, and for the sums of so many threads. */
  void cover(int needed, int team) {
    if (needed > rows || team > threads) {
      rows = Math.ceilDiv(Math.max(needed, rows), Product.ROWS) * Product.ROWS;
      threads = team;
      arena.close();
      arena = Arena.ofShared();
      residual = Memory.zeros((long) rows * residualWidth * Float.BYTES, arena);
      result = Memory.zeros(rows * resultWidth * Float.BYTES, arena);
      operand = Memory.zeros(rows * operandWidth, arena);
      scales = Memory.zeros((long) rows * Float.BYTES, arena);
      sums = Memory.zeros(threads * Product.SUMS_BYTES, arena);
    }
  }

  /** Returns the residual stream. */
  Rows residual() {
    return Rows.of(residual.address(), ElementType.F32, residualWidth);
  }

  /** Returns what goes into the product with a matrix. */
  Rows operand(Matrix matrix) {
    return new Rows(
        operand.address(),
        matrix.type(),
        scales.address(),
        matrix.inputs(),
        matrix.type().padded(matrix.inputs()));
  }

  /** Returns what comes out of the product with a matrix. */
  Rows result(Matrix matrix) {
    return Rows.of(result.address(), ElementType.F32, matrix.outputs());
  }

  /** Returns the address of a thread's sums. */
  long sums(int thread) {
    return sums.address() + thread * Product.SUMS_BYTES;
  }

  @Override
  public void close() {
    arena.close();
  }
}
