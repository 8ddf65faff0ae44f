package io.metagen.verifier.utility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.ToIntBiFunction;

/** Holds bit-parallel algorithms on two sequences against the textbook's table. */
final class PlainTable {
  private static final int[] LENGTHS = {0, 1, 2, 63, 64, 65, 127, 128, 129, 200};

  private PlainTable() {}

  /**
   * Requires both to agree on random sequences whose lengths lie around the ends of blocks of 64,
   * of few symbols and of many.
   */
  static void requireEqual(
      ToIntBiFunction<int[], int[]> tested, ToIntBiFunction<int[], int[]> table) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int down : LENGTHS) {
      for (int across : LENGTHS) {
        int kinds = 1 + random.nextInt(random.nextBoolean() ? 3 : 300);
        int[] a = Texts.symbols(random, down, kinds);
        int[] b = Texts.symbols(random, across, kinds);
        assertThat(tested.applyAsInt(a, b))
            .as("seed %d, %d x %d of %d kinds", seed, down, across, kinds)
            .isEqualTo(table.applyAsInt(a, b));
      }
    }
  }
}
