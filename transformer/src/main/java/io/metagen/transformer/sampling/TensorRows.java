package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of a tensor's rows, without a copy where they lie one after another. It is the
 * tensor's own (or that of a copy that lives as long), so it must not be used after the tensor is
 * closed.
 */
final class TensorRows {

  private final List<MemorySegment> parts = new ArrayList<>();
  private final int columns;
  private final long rowBytes;
  private final int rowsPerPart;

  /**
   * @param tensor [rows, columns], on the CPU
   */
  TensorRows(NDArray tensor) {
    int rows = Math.toIntExact(tensor.getShape().get(0));
    columns = Math.toIntExact(tensor.getShape().get(1));
    rowBytes = (long) columns * tensor.getDataType().getNumOfBytes();
    // A buffer has at most 2^31 - 1 bytes.
    rowsPerPart = (int) Math.max(1, Integer.MAX_VALUE / Math.max(1, rowBytes));
    for (int from = 0; from < rows; from += rowsPerPart) {
      int to = Math.min(rows, from + rowsPerPart);
      NDArray part = to - from == rows ? tensor : tensor.get(new NDIndex("{}:{}", from, to));
      parts.add(MemorySegment.ofBuffer(part.toByteBuffer(true)));
    }
  }

  int columns() {
    return columns;
  }

  /** Returns what has the row in it. */
  MemorySegment memory(int row) {
    return parts.get(row / rowsPerPart);
  }

  /** Returns where the row begins in its memory, in bytes. */
  long offset(int row) {
    return row % rowsPerPart * rowBytes;
  }
}
