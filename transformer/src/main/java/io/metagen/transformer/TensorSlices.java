package io.metagen.transformer;

import java.nio.FloatBuffer;

/**
 * A checkpoint's tensors in f32, some rows at a time, all through one array. Not thread-safe: the
 * thread that loads owns it.
 */
final class TensorSlices {

  /** 1 MiB: a slice stays in the processor's caches. */
  private static final long VALUES = 1 << 18;

  private final Checkpoint checkpoint;
  private final float[] values;

  TensorSlices(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
    long widest =
        checkpoint.layout().tensors().stream().mapToLong(PackedTensor::columns).max().orElse(1);
    values = new float[Math.toIntExact(Math.max(VALUES, widest))];
  }

  /** Takes a row of a tensor; it is gone when it returns. */
  @FunctionalInterface
  interface Sink {
    /**
     * A row.
     *
     * @param number of the row in the tensor
     * @param values hold its numbers, and may be overwritten there
     * @param at where they begin
     */
    void take(int number, float[] values, int at);
  }

  /** Hands over a tensor's rows in their order; those of a vector have one number. */
  void forEach(PackedTensor tensor, Sink sink) {
    int columns = Math.toIntExact(tensor.columns());
    long most = Math.max(1, values.length / columns);
    int number = 0;
    for (TensorSpec part : tensor.parts()) {
      for (long row = 0; row < part.rows(); row += most) {
        int rows = (int) Math.min(most, part.rows() - row);
        long count = (long) rows * columns;
        checkpoint.tensors().read(part, row * columns, count, FloatBuffer.wrap(values));
        for (int i = 0; i < rows; i++) {
          sink.take(number++, values, i * columns);
        }
      }
    }
  }
}
