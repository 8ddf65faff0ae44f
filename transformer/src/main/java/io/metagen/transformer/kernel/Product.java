package io.metagen.transformer.kernel;

import static io.metagen.transformer.kernel.Lanes.F;
import static io.metagen.transformer.kernel.Lanes.I;
import static io.metagen.transformer.kernel.Lanes.L;

import io.metagen.transformer.kernel.TileProduct.Addresses;
import io.metagen.transformer.kernel.TileProduct.Extent;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The product of a step's rows with a matrix, transposed, in tasks that threads take. */
final class Product {

  /** Rows of a task. */
  static final int ROWS = 64;

  /** Bytes of sums of a task. */
  static final long SUMS_BYTES = (long) ROWS * ROWS * Float.BYTES;

  /**
   * Bytes of a tile that are multiplied with all rows of a task before the next, which are brought
   * near meanwhile; both lie in the nearest cache.
   */
  private static final int PART_BYTES = 1 << 14;

  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  private final Matrix matrix;
  private final Rows left;
  private final int rows;
  private final Rows result;
  private final int blocks;

  /**
   * @param left rows in the matrix's type, with room for a multiple of 64
   * @param rows that count
   * @param result rows in f32
   */
  Product(Matrix matrix, Rows left, int rows, Rows result) {
    this.matrix = matrix;
    this.left = left;
    this.rows = rows;
    this.result = result;
    blocks = Math.ceilDiv(rows, ROWS);
  }

  /** Returns the number of tasks; neighbours read the same tile. */
  int tasks() {
    return matrix.tiles() * blocks;
  }

  /**
   * Runs a task.
   *
   * @param sums address of {@link #SUMS_BYTES} of the thread's own
   */
  void run(int task, long sums) {
    int tile = task / blocks;
    int first = task % blocks * ROWS;
    int count = Math.min(ROWS, rows - first);
    int columns = matrix.columns();
    boolean whole = (tile + 1) * columns <= matrix.outputs();
    if (whole && matrix.type() != ElementType.INT8) {
      long to = result.at(first) + (long) tile * columns * Float.BYTES;
      multiply(tile, first, count, new Sums(to, result.stride()));
      return;
    }
    multiply(tile, first, count, new Sums(sums, columns));
    for (int row = 0; row < count; row++) {
      store(tile, first + row, sums + (long) row * columns * Float.BYTES);
    }
  }

  /** Where sums go: the address of the first, and numbers from one row to the next. */
  private record Sums(long address, int stride) {}

  private void multiply(int tile, int first, int count, Sums sums) {
    ElementType type = matrix.type();
    int columns = matrix.columns();
    int groups = type.padded(matrix.inputs()) / type.group();
    int parts = Math.max(1, groups * columns * Float.BYTES / PART_BYTES);
    int next = Math.min(tile + 1, matrix.tiles() - 1);
    for (int part = 0; part < parts; part++) {
      int begin = groups * part / parts;
      int end = groups * (part + 1) / parts;
      matrix
          .product()
          .multiply(
              new Extent(
                  count,
                  columns,
                  (end - begin) * type.group(),
                  left.stride(),
                  columns,
                  sums.stride,
                  part > 0),
              new Addresses(
                  left.at(first) + (long) begin * Float.BYTES,
                  at(tile, begin),
                  sums.address,
                  part + 1 < parts ? at(tile, end) : at(next, 0)));
    }
  }

  /** Returns the address of a tile's group. */
  private long at(int tile, int group) {
    return matrix.tile(tile) + (long) group * matrix.columns() * Float.BYTES;
  }

  private void store(int tile, int row, long from) {
    int column = tile * matrix.columns();
    int count = Math.min(matrix.columns(), matrix.outputs() - column);
    long to = result.at(row) + (long) column * Float.BYTES;
    if (matrix.type() != ElementType.INT8) {
      Memory.copy(from, to, (long) count * Float.BYTES);
    } else if (count == matrix.columns()) {
      scale(from, to, column, left.scale(row));
    } else {
      scale(from, from, column, left.scale(row));
      Memory.copy(from, to, (long) count * Float.BYTES);
    }
  }

  /** Turns a row's sums of whole numbers into f32. */
  private void scale(long sums, long to, int column, float rowScale) {
    int[] offsets = matrix.offsets();
    float[] scales = matrix.scales();
    for (int i = 0; i < matrix.columns(); i += L) {
      IntVector sum = IntVector.fromMemorySegment(I, Memory.ALL, sums + 4L * i, NATIVE);
      IntVector offset = IntVector.fromArray(I, offsets, column + i);
      FloatVector value = (FloatVector) sum.sub(offset).convertShape(VectorOperators.I2F, F, 0);
      value
          .mul(FloatVector.fromArray(F, scales, column + i))
          .mul(rowScale)
          .intoMemorySegment(Memory.ALL, to + 4L * i, NATIVE);
    }
  }
}
