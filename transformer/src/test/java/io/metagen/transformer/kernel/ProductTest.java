package io.metagen.transformer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("restricted")
final class ProductTest {
  private static final long SEED = 20261121;

  /** Rows, outputs and inputs: with and without rests of every unit, and more than one part. */
  private static final int[][] SIZES = {
    {1, 1, 1},
    {1, 64, 64},
    {3, 48, 10},
    {4, 65, 288},
    {5, 100, 33},
    {64, 64, 64},
    {65, 47, 7},
    {130, 31, 20},
    {7, 16, 4864},
  };

  @BeforeAll
  static void loadLibtorch() {
    System.out.println("ProductTest: seed " + SEED);
    NDManager.newBaseManager("PyTorch").close();
  }

  static Stream<Arguments> cases() {
    return Stream.of(ElementType.values())
        .flatMap(type -> Stream.of(SIZES).map(s -> Arguments.of(type, s[0], s[1], s[2])));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void run_anySize_isTheProductInDouble(ElementType type, int rows, int outputs, int inputs) {
    Random random = new Random(SEED);
    float[][] left = random(rows, inputs, random);
    float[][] right = random(outputs, inputs, random);
    try (Arena arena = Arena.ofConfined()) {
      Matrix matrix = matrix(right, inputs, type, arena);
      float[][] result = multiply(matrix, left, arena);
      for (int row = 0; row < rows; row++) {
        float[] x = rounded(left[row], type);
        for (int output = 0; output < outputs; output++) {
          double sum = 0;
          double size = 0;
          float[] w = rounded(right[output], type);
          for (int i = 0; i < inputs; i++) {
            sum += (double) x[i] * w[i];
            size += Math.abs((double) x[i] * w[i]);
          }
          assertThat((double) result[row][output])
              .as("row %d, output %d", row, output)
              .isCloseTo(sum, within(1e-6 * size + 1e-9));
        }
      }
    }
  }

  /** Rounds as the Javadoc of {@link ElementType} says, in other words than the code. */
  private static float[] rounded(float[] values, ElementType type) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    double unit = largest / 127.0;
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] =
          switch (type) {
            case F32 -> values[i];
            case BF16 -> bf16(values[i]);
            case INT8 -> (float) (Math.rint(values[i] / unit) * unit);
          };
    }
    return rounded;
  }

  private static float bf16(float value) {
    double unit = Math.scalb(1.0, Math.getExponent(value) - 7);
    return (float) (Math.rint(value / unit) * unit);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void run_rowAlone_hasTheSameBits(ElementType type, int rows, int outputs, int inputs) {
    Random random = new Random(SEED);
    float[][] left = random(rows, inputs, random);
    try (Arena arena = Arena.ofConfined()) {
      Matrix matrix = matrix(random(outputs, inputs, random), inputs, type, arena);
      float[][] together = multiply(matrix, left, arena);
      for (int row = 0; row < rows; row++) {
        assertThat(multiply(matrix, new float[][] {left[row]}, arena)[0])
            .as("row %d", row)
            .isEqualTo(together[row]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void multiply_inJava_isWhatGeneratedCodeGives(
      ElementType type, int rows, int outputs, int inputs) {
    assertThat(MicroKernels.supports(type) || TileProduct.of(type) instanceof VectorProduct)
        .isTrue();
    Random random = new Random(SEED);
    int count = Math.min(rows, 64);
    try (Arena arena = Arena.ofConfined()) {
      Matrix matrix = matrix(random(outputs, inputs, random), inputs, type, arena);
      Rows left = left(matrix, random(count, inputs, random), arena);
      TileProduct.Extent extent =
          new TileProduct.Extent(
              count,
              matrix.columns(),
              type.padded(inputs),
              left.stride(),
              matrix.columns(),
              matrix.columns(),
              false);
      float[] one = sums(TileProduct.of(type), matrix, left, extent, arena);
      float[] other = sums(new VectorProduct(type), matrix, left, extent, arena);
      if (type == ElementType.BF16) {
        // The processor rounds a pair's sum once or twice, and takes denormal numbers for zero.
        for (int i = 0; i < one.length; i++) {
          assertThat((double) other[i]).isCloseTo(one[i], within(1e-3 + 1e-5 * Math.abs(one[i])));
        }
      } else {
        assertThat(other).isEqualTo(one);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void multiply_inParts_hasTheSameBits(ElementType type, int rows, int outputs, int inputs) {
    Random random = new Random(SEED);
    int count = Math.min(rows, 64);
    try (Arena arena = Arena.ofConfined()) {
      Matrix matrix = matrix(random(outputs, inputs, random), inputs, type, arena);
      Rows left = left(matrix, random(count, inputs, random), arena);
      int columns = matrix.columns();
      int groups = type.padded(inputs) / type.group();
      MemorySegment whole = arena.allocate(Product.SUMS_BYTES, 64);
      MemorySegment parts = arena.allocate(Product.SUMS_BYTES, 64);
      multiplyGroups(matrix, left, count, 0, groups, whole.address());
      int first = random.nextInt(1, groups + 1);
      multiplyGroups(matrix, left, count, 0, first, parts.address());
      if (first < groups) {
        multiplyGroups(matrix, left, count, first, groups, parts.address());
      }
      assertThat(
              parts
                  .asSlice(0, 4L * count * columns)
                  .mismatch(whole.asSlice(0, 4L * count * columns)))
          .as("first of %d groups: %d", groups, first)
          .isEqualTo(-1);
    }
  }

  private static void multiplyGroups(
      Matrix matrix, Rows left, int rows, int begin, int end, long sums) {
    int group = matrix.type().group();
    int columns = matrix.columns();
    TileProduct.of(matrix.type())
        .multiply(
            new TileProduct.Extent(
                rows, columns, (end - begin) * group, left.stride(), columns, columns, begin > 0),
            new TileProduct.Addresses(
                left.at(0) + 4L * begin,
                matrix.tile(0) + 4L * begin * columns,
                sums,
                begin % 2 == 0 ? 0 : matrix.tile(0)));
  }

  /** Beyond each of the three lies memory that ends the process when it is touched. */
  @ParameterizedTest
  @EnumSource(ElementType.class)
  void multiply_atTheEndOfMemory_touchesNothingBeyond(ElementType type) throws Throwable {
    int inputs = 3 * type.group();
    for (int rows = 1; rows <= 18; rows++) {
      for (int columns = 16; columns <= 80; columns += 16) {
        long left = guarded((long) rows * inputs * type.bytes());
        long tile = guarded(4L * 3 * columns);
        long sums = guarded(4L * rows * columns);
        TileProduct.of(type)
            .multiply(
                new TileProduct.Extent(rows, columns, inputs, inputs, columns, columns, false),
                new TileProduct.Addresses(left, tile, sums, tile));
        assertThat(Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, sums)).isZero();
      }
    }
  }

  /** Returns the address of zeros that end with a page, before one that may not be touched. */
  private static long guarded(long bytes) throws Throwable {
    long page = 1 << 12;
    long size = Math.ceilDiv(bytes, page) * page;
    Linker linker = Linker.nativeLinker();
    MethodHandle map =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mmap"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG));
    MethodHandle protect =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mprotect"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    long start = (long) map.invokeExact(0L, size + page, 1 | 2, 2 | 0x20, -1, 0L);
    assertThat((int) protect.invokeExact(start + size, page, 0)).isZero();
    return start + size - bytes;
  }

  private static float[] sums(
      TileProduct product, Matrix matrix, Rows left, TileProduct.Extent extent, Arena arena) {
    MemorySegment sums = arena.allocate(Product.SUMS_BYTES, 64);
    product.multiply(
        extent, new TileProduct.Addresses(left.at(0), matrix.tile(0), sums.address(), 0));
    float[] values = new float[extent.rows() * extent.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          matrix.type() == ElementType.INT8
              ? sums.getAtIndex(ValueLayout.JAVA_INT, i)
              : sums.getAtIndex(ValueLayout.JAVA_FLOAT, i);
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"288, 2, 48", "896, 2, 64", "192, 2, 48", "288, 1, 48", "1, 4, 16", "32000, 8, 64"})
  void columns_ofOutputsAndThreads_giveTheLeastWorkToOneThread(int outputs, int threads, int best) {
    assertThat(Matrix.columns(outputs, threads)).isEqualTo(best);
  }

  @Test
  void put_rowOfZeros_staysZero() {
    try (Arena arena = Arena.ofConfined()) {
      Matrix matrix = matrix(new float[][] {{0, 0, 0}, {1, 2, 3}}, 3, ElementType.INT8, arena);
      float[][] result = multiply(matrix, new float[][] {{1, 1, 1}, {0, 0, 0}}, arena);
      assertThat(result[0][0]).isZero();
      assertThat((double) result[0][1]).isCloseTo(6, within(0.05));
      assertThat(result[1]).containsExactly(0, 0);
    }
  }

  private static Matrix matrix(float[][] rows, int inputs, ElementType type, Arena arena) {
    Matrix matrix = new Matrix(rows.length, inputs, type, arena);
    for (int row = 0; row < rows.length; row++) {
      matrix.put(row, rows[row].clone(), 0);
    }
    return matrix;
  }

  private static Rows left(Matrix matrix, float[][] rows, Arena arena) {
    int stride = matrix.type().padded(matrix.inputs());
    long room = Math.ceilDiv(rows.length, Product.ROWS) * (long) Product.ROWS;
    MemorySegment memory = arena.allocate(room * stride * matrix.type().bytes(), 64);
    MemorySegment scales = arena.allocate(room * Float.BYTES, 64);
    Rows left =
        new Rows(memory.address(), matrix.type(), scales.address(), matrix.inputs(), stride);
    for (int row = 0; row < rows.length; row++) {
      left.store(row, rows[row]);
    }
    return left;
  }

  private static float[][] multiply(Matrix matrix, float[][] rows, Arena arena) {
    MemorySegment memory = arena.allocate((long) rows.length * matrix.outputs() * 4, 64);
    MemorySegment sums = arena.allocate(Product.SUMS_BYTES, 64);
    Rows result = Rows.of(memory.address(), ElementType.F32, matrix.outputs());
    Product product = new Product(matrix, left(matrix, rows, arena), rows.length, result);
    for (int task = 0; task < product.tasks(); task++) {
      product.run(task, sums.address());
    }
    float[][] values = new float[rows.length][matrix.outputs()];
    for (int row = 0; row < rows.length; row++) {
      result.load(row, values[row]);
    }
    return values;
  }

  private static float[][] random(int rows, int width, Random random) {
    float[][] values = new float[rows][width];
    for (float[] row : values) {
      for (int i = 0; i < width; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return values;
  }
}
