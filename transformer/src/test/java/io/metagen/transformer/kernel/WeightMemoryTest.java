package io.metagen.transformer.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WeightMemoryTest {
  private static final int WIDTH = 512;
  private static final int ROWS = 64;

  private final float[] values = new float[WIDTH];

  @BeforeAll
  static void loadLibtorch() {
    NDManager.newBaseManager("PyTorch").close();
  }

  @Test
  void put_bf16Row_isRoundedToTheNearestTiesToEven() {
    try (Arena arena = Arena.ofConfined()) {
      Table table = new Table(2, 3, ElementType.BF16, arena);
      table.put(1, new float[] {9, 1 + 1 / 256f, 1 + 3 / 256f, -2.001f}, 1);
      float[] read = new float[3];
      table.load(1, read);
      assertThat(read).containsExactly(1, 1 + 4 / 256f, -2);
    }
  }

  @Test
  void put_int8Output_isScaledByItsLargestWithoutSign() {
    try (Arena arena = Arena.ofConfined()) {
      Matrix matrix = new Matrix(2, 3, ElementType.INT8, arena);
      matrix.put(1, new float[] {9, 0.5f, -2.54f, 1, 9}, 1);
      assertThat(matrix.scales()[1]).isEqualTo(2.54f / 127);
      assertThat(matrix.offsets()[1]).isEqualTo(128 * (25 - 127 + 50));
    }
  }

  @Test
  void put_bf16RowsOfATable_makesNoGarbage() {
    try (Arena arena = Arena.ofConfined()) {
      Table table = new Table(ROWS, WIDTH, ElementType.BF16, arena);
      assertThat(garbage(row -> table.put(row, values, 0))).isLessThan(WIDTH);
    }
  }

  @Test
  void put_int8OutputsOfAMatrix_makesNoGarbage() {
    try (Arena arena = Arena.ofConfined()) {
      Matrix matrix = new Matrix(ROWS, WIDTH, ElementType.INT8, arena);
      assertThat(garbage(row -> matrix.put(row, values, 0))).isLessThan(WIDTH);
    }
  }

  /** Puts one row. */
  private interface Put {
    void row(int row);
  }

  /** Returns the bytes of the objects that putting all rows but the first makes, for each row. */
  private long garbage(Put put) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < WIDTH; i++) {
      values[i] = i;
    }
    put.row(0);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int row = 1; row < ROWS; row++) {
      put.row(row);
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / (ROWS - 1);
  }
}
