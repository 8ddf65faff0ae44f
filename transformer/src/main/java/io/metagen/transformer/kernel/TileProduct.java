package io.metagen.transformer.kernel;

/** The product of some rows with a part of a {@linkplain Matrix matrix's} tile. */
interface TileProduct {

  /**
   * What is multiplied.
   *
   * @param rows on the left
   * @param columns of the tile
   * @param inputs that are summed over, whole groups, at least one
   * @param stride numbers from one row on the left to the next
   * @param tileStride columns from one group of inputs of the tile to the next
   * @param sumsStride numbers from one row of sums to the next
   * @param add whether to add to the sums that are there
   */
  record Extent(
      int rows, int columns, int inputs, int stride, int tileStride, int sumsStride, boolean add) {}

  /**
   * Where it lies.
   *
   * @param rows the first row's first input
   * @param tile the tile's first group
   * @param sums the first row's first: f32, or for INT8 32-bit whole numbers
   * @param next what will be multiplied next, as many bytes as the tile's part, to be brought near;
   *     0 if it is near
   */
  record Addresses(long rows, long tile, long sums, long next) {}

  /** Sums in the order of the inputs, whatever the number of rows and wherever it is divided. */
  void multiply(Extent extent, Addresses at);

  /** Returns the fastest there is for a type on this processor. */
  static TileProduct of(ElementType type) {
    return switch (type) {
      case F32 -> Fastest.F32;
      case BF16 -> Fastest.BF16;
      case INT8 -> Fastest.INT8;
    };
  }

  /** Chosen once. */
  final class Fastest {
    private static final TileProduct F32 = choose(ElementType.F32);
    private static final TileProduct BF16 = choose(ElementType.BF16);
    private static final TileProduct INT8 = choose(ElementType.INT8);

    private Fastest() {}

    private static TileProduct choose(ElementType type) {
      return MicroKernels.supports(type) ? new MicroKernels(type) : new VectorProduct(type);
    }
  }
}
