package io.metagen.transformer.kernel;

/** The product of some rows with a part of a {@linkplain Matrix matrix's} tile. */
interface TileProduct {

  /**
   * What is multiplied.
   *
   * @param rows on the left
   * @param columns of the tile
   * @param inputs that are summed over, whole groups
   * @param stride numbers from one row on the left to the next
   * @param sumsStride numbers from one row of sums to the next
   * @param add whether to add to the sums that are there
   */
  record Extent(int rows, int columns, int inputs, int stride, int sumsStride, boolean add) {}

  /**
   * Where it lies.
   *
   * @param rows the first row's first input
   * @param tile the tile's first group
   * @param sums the first row's first: f32, or for INT8 32-bit whole numbers
   */
  record Addresses(long rows, long tile, long sums) {}

  /** Sums in the order of the inputs, whatever the number of rows. */
  void multiply(ElementType type, Extent extent, Addresses at);

  /** Returns the fastest there is for a type on this processor; takes microseconds. */
  static TileProduct of(ElementType type) {
    return MicroKernels.supports(type) ? Choice.GENERATED : Choice.PORTABLE;
  }

  /** The two there are. */
  final class Choice {
    private static final TileProduct GENERATED = new MicroKernels();
    private static final TileProduct PORTABLE = new VectorProduct();

    private Choice() {}
  }
}
