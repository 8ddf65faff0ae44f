package io.metagen.verifier.utility;

/**
 * The length of the longest common subsequence, 64 cells of its table at a time [1]: a zero bit is
 * a row in which the length grows by one, and the carry of a block's addition enters the block
 * below.
 *
 * <p>[1] Hyyrö, Bit-parallel LCS-length computation revisited, AWOCA 2004.
 */
final class CommonSubsequence {
  private CommonSubsequence() {}

  static int length(int[] down, int[] across) {
    byte[] carries = new byte[across.length];
    SymbolMasks masks = new SymbolMasks();
    int length = 0;
    for (int from = 0; from < down.length; from += SymbolMasks.POSITIONS) {
      masks.take(down, from);
      length += Long.bitCount(grown(masks, across, carries));
    }
    return length;
  }

  /** Returns the rows of a block in which the length has grown by its last column. */
  private static long grown(SymbolMasks masks, int[] across, byte[] carries) {
    long rows = -1;
    for (int column = 0; column < across.length; column++) {
      long matched = rows & masks.of(across[column]);
      long sum = rows + matched;
      long next = sum + carries[column];
      boolean carried = Long.compareUnsigned(sum, rows) < 0 || Long.compareUnsigned(next, sum) < 0;
      carries[column] = (byte) (carried ? 1 : 0);
      rows = next | (rows - matched);
    }
    return ~rows;
  }
}
