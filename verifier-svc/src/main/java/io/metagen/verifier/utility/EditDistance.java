package io.metagen.verifier.utility;

import java.util.Arrays;

/**
 * The fewest insertions, deletions and substitutions that turn one sequence into another
 * (Levenshtein 1966), 64 cells of its table at a time [1]: of a column of 64 cells only the
 * differences between neighbours are kept, as two words of bits, and what leaves it at the bottom
 * enters the block below.
 *
 * <p>[1] Myers, A fast bit-vector algorithm for approximate string matching based on dynamic
 * programming, JACM 46(3), 1999, section 4.
 */
final class EditDistance {
  private EditDistance() {}

  static int between(int[] down, int[] across) {
    byte[] steps = new byte[across.length];
    Arrays.fill(steps, (byte) 1);
    SymbolMasks masks = new SymbolMasks();
    for (int from = 0; from < down.length; from += SymbolMasks.POSITIONS) {
      masks.take(down, from);
      block(masks, Math.min(SymbolMasks.POSITIONS, down.length - from), across, steps);
    }
    int distance = down.length;
    for (byte step : steps) {
      distance += step;
    }
    return distance;
  }

  /**
   * Goes through a block of {@code rows} rows.
   *
   * @param steps how each cell of the row above differs from its left neighbour; then how each of
   *     the last row does
   */
  private static void block(SymbolMasks masks, int rows, int[] across, byte[] steps) {
    long rises = -1;
    long falls = 0;
    for (int column = 0; column < across.length; column++) {
      long equal = masks.of(across[column]);
      long stays = equal | falls;
      equal |= steps[column] < 0 ? 1 : 0;
      long diagonal = (((equal & rises) + rises) ^ rises) | equal;
      long stepsUp = falls | ~(diagonal | rises);
      long stepsDown = rises & diagonal;
      int above = steps[column];
      steps[column] = (byte) (bit(stepsUp, rows - 1) - bit(stepsDown, rows - 1));
      stepsUp = (stepsUp << 1) | (above > 0 ? 1 : 0);
      stepsDown = (stepsDown << 1) | (above < 0 ? 1 : 0);
      rises = stepsDown | ~(stays | stepsUp);
      falls = stepsUp & stays;
    }
  }

  private static long bit(long word, int position) {
    return (word >>> position) & 1;
  }
}
