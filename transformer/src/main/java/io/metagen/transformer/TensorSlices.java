package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A checkpoint's tensors in f32, some rows at a time, all through one buffer. Not thread-safe: the
 * thread that loads owns it.
 */
final class TensorSlices implements AutoCloseable {

  /** 4 MiB: a slice and what is computed from it stay in the processor's caches. */
  private static final long VALUES = 1 << 20;

  private final Checkpoint checkpoint;
  private final NDManager manager;
  private final Arena arena = Arena.ofConfined();
  private final ByteBuffer buffer;

  TensorSlices(Checkpoint checkpoint, NDManager manager) {
    this.checkpoint = checkpoint;
    this.manager = manager;
    long widest =
        checkpoint.layout().tensors().stream().mapToLong(PackedTensor::columns).max().orElse(1);
    long bytes = Math.max(VALUES, widest) * Float.BYTES;
    buffer = arena.allocate(bytes, Long.BYTES).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** Takes rows of a tensor; they are gone when it returns. */
  @FunctionalInterface
  interface Sink {
    /**
     * Some rows.
     *
     * @param rows [rows, columns], or [rows] of a vector
     * @param first number of the first row
     */
    void take(NDArray rows, long first);
  }

  /** Hands over a tensor's rows in their order. */
  void forEach(PackedTensor tensor, Sink sink) {
    long most = Math.max(1, VALUES / tensor.columns());
    long before = 0;
    for (TensorSpec part : tensor.parts()) {
      for (long row = 0; row < part.rows(); row += most) {
        long rows = Math.min(most, part.rows() - row);
        read(part, row, rows);
        Shape shape = part.isVector() ? new Shape(rows) : new Shape(rows, tensor.columns());
        try (NDArray slice = manager.create(buffer, shape, DataType.FLOAT32)) {
          sink.take(slice, before + row);
        }
      }
      before += part.rows();
    }
  }

  private void read(TensorSpec part, long row, long rows) {
    long columns = part.size() / part.rows();
    buffer.clear();
    checkpoint.tensors().read(part, row * columns, rows * columns, buffer.asFloatBuffer());
    buffer.limit(Math.toIntExact(rows * columns * Float.BYTES));
  }

  @Override
  public void close() {
    arena.close();
  }
}
