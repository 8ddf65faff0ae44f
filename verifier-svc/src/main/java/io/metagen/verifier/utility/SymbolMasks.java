package io.metagen.verifier.utility;

import java.util.Arrays;

/**
 * Where each symbol stands among 64 positions, one bit for each: a hash table with open addressing,
 * at most half full. One owner.
 */
final class SymbolMasks {
  static final int POSITIONS = 64;
  private static final int SLOTS = 2 * POSITIONS;
  private static final int GOLDEN = 0x9E3779B9;

  private final int[] symbols = new int[SLOTS];
  private final long[] masks = new long[SLOTS];

  /** Takes the symbols of {@code text} from {@code from} on, at most 64, in place of the others. */
  void take(int[] text, int from) {
    Arrays.fill(masks, 0);
    int count = Math.min(POSITIONS, text.length - from);
    for (int i = 0; i < count; i++) {
      int slot = slot(text[from + i]);
      symbols[slot] = text[from + i];
      masks[slot] |= 1L << i;
    }
  }

  /** Returns the positions of a symbol. */
  long of(int symbol) {
    return masks[slot(symbol)];
  }

  private int slot(int symbol) {
    int slot = (symbol * GOLDEN) >>> 25;
    while (masks[slot] != 0 && symbols[slot] != symbol) {
      slot = (slot + 1) % SLOTS;
    }
    return slot;
  }
}
