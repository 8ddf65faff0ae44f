package io.metagen.transformer.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Products by code made for them: {@linkplain KernelCode kernels} for up to 8 rows and 4 vectors of
 * columns, whose sums stay in registers. Larger products are put together from them. While a tile
 * is multiplied, the memory brings near what is multiplied next.
 */
@SuppressWarnings("restricted")
final class MicroKernels implements TileProduct {

  /** Rows of which four vectors of sums fit into registers. */
  private static final int FEW_ROWS = 6;

  /** A call takes less than a microsecond, so nothing waits for it. */
  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.ofVoid(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                  JAVA_LONG),
              Linker.Option.critical(false));

  private final ElementType type;
  private final KernelCode code;

  /**
   * Makes the code.
   *
   * @throws IllegalStateException if the system allows no code made by this process
   */
  MicroKernels(ElementType type) {
    this.type = type;
    code = new KernelCode(type);
  }

  /** Returns whether the processor has what a type's code is made of; asks libtorch each time. */
  static boolean supports(ElementType type) {
    return switch (type) {
      case F32 -> Torch.says("_ZN2at3cpu19is_avx512_supportedEv");
      case BF16 -> Torch.says("_ZN2at3cpu24is_avx512_bf16_supportedEv");
      case INT8 -> Torch.says("_ZN2at3cpu24is_avx512_vnni_supportedEv");
    };
  }

  @Override
  public void multiply(Extent extent, Addresses at) {
    int vectors = extent.columns() / KernelCode.LANES;
    int groups = extent.inputs() / type.group();
    boolean spread = passes(extent.rows(), vectors) >= vectors;
    int fetched = at.next() == 0 ? vectors : 0;
    for (int row = 0; row < extent.rows(); row += KernelCode.ROWS) {
      int rows = Math.min(KernelCode.ROWS, extent.rows() - row);
      int most = vectors(rows, vectors);
      for (int first = 0; first < vectors; first += most) {
        int count = Math.min(most, vectors - first);
        int lines = Math.min(vectors - fetched, spread ? 1 : count);
        call(
            code.kernel(rows, count, lines, extent.add()),
            at.rows() + (long) row * extent.stride() * type.bytes(),
            (long) extent.stride() * type.bytes(),
            at.tile() + (long) first * Assembler.VECTOR,
            (long) extent.tileStride() * Float.BYTES,
            groups,
            at.sums()
                + ((long) row * extent.sumsStride() + (long) first * KernelCode.LANES)
                    * Float.BYTES,
            (long) extent.sumsStride() * Float.BYTES,
            at.next() + (long) fetched * groups * Assembler.VECTOR);
        fetched += lines;
      }
    }
  }

  /** Returns how many vectors of columns are multiplied with so many rows at once. */
  private static int vectors(int rows, int all) {
    return rows <= FEW_ROWS ? KernelCode.VECTORS : all == 3 ? 3 : 2;
  }

  /** Returns the number of calls for a product. */
  private static int passes(int rows, int vectors) {
    int rest = rows % KernelCode.ROWS;
    int whole = rows / KernelCode.ROWS * Math.ceilDiv(vectors, vectors(KernelCode.ROWS, vectors));
    return whole + (rest == 0 ? 0 : Math.ceilDiv(vectors, vectors(rest, vectors)));
  }

  private static void call(
      MemorySegment kernel,
      long rows,
      long stride,
      long tile,
      long tileStride,
      long groups,
      long sums,
      long sumsStride,
      long next) {
    try {
      CALL.invokeExact(kernel, rows, stride, tile, tileStride, groups, sums, sumsStride, next);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
