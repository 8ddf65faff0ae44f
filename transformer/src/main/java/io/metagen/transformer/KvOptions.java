package io.metagen.transformer;

import io.metagen.transformer.cache.BlockBudget;
import io.metagen.transformer.kernel.KvType;

/**
 * How keys and values are held, and which of them are used.
 *
 * @param type of their numbers
 * @param window last positions that a token sees, itself included; 0 for all. With a window, what a
 *     token sees is no longer exact, and a sequence may give back the blocks that lie behind it, as
 *     {@link #budget} says
 * @param sinks first positions that it sees besides, at least 0; they take the attention that has
 *     nowhere to go (Xiao et al., StreamingLLM, 2023, section 3.1)
 * @param heavy positions between those that it sees besides: of the blocks that got the most
 *     attention (Zhang et al., H2O, 2023, section 4). 0 for none; else there must be a window, and
 *     all three are kept in whole blocks, as {@link #budget} says
 */
public record KvOptions(KvType type, int window, int sinks, int heavy) {
  public KvOptions {
    if (window < 0) {
      throw new IllegalArgumentException("window: " + window + " is less than 0");
    }
    if (sinks < 0) {
      throw new IllegalArgumentException("sinks: " + sinks + " is less than 0");
    }
    if (heavy < 0) {
      throw new IllegalArgumentException("kv-heavy: " + heavy + " is less than 0");
    }
    if (heavy > 0 && window == 0) {
      throw new IllegalArgumentException(
          "kv-heavy: " + heavy + " needs a kv-window: set one, or kv-heavy to 0");
    }
  }

  /** Returns keys and values of a window and the first positions. */
  public KvOptions(KvType type, int window, int sinks) {
    this(type, window, sinks, 0);
  }

  /** Returns all keys and values in a type. */
  public static KvOptions of(KvType type) {
    return new KvOptions(type, 0, 0);
  }

  /** Returns all keys and values in f32 beside matrices in f32, in bf16 beside others. */
  public static KvOptions of(Precision precision) {
    return of(precision == Precision.F32 ? KvType.F32 : KvType.BF16);
  }

  /**
   * Returns what a sequence may hold: with heavy positions no more than the three together, else
   * what a window leaves to be seen, or everything. The sinks are rounded up to whole blocks.
   *
   * @param ownWindow the network's own window, 0 for none
   * @throws IllegalArgumentException naming the setting that is not a multiple of the block size
   */
  public BlockBudget budget(int blockSize, int ownWindow) {
    if (heavy == 0) {
      int seen = Math.min(seenLast(), ownWindow == 0 ? Integer.MAX_VALUE : ownWindow);
      return seen == Integer.MAX_VALUE
          ? BlockBudget.ALL
          : BlockBudget.seeing(seenFirst(), seen, blockSize);
    }
    requireWhole("kv-window", window, blockSize);
    requireWhole("kv-heavy", heavy, blockSize);
    return new BlockBudget(Math.ceilDiv(sinks, blockSize), window / blockSize, heavy / blockSize);
  }

  private static void requireWhole(String setting, int positions, int blockSize) {
    if (positions % blockSize != 0) {
      throw new IllegalArgumentException(
          setting
              + ": "
              + positions
              + " must be a multiple of the block size "
              + blockSize
              + ", since kv-heavy keeps whole blocks");
    }
  }

  /**
   * Returns how many last positions of those that a sequence holds a token sees: all where blocks
   * are given up.
   */
  int seenLast() {
    return window == 0 || heavy > 0 ? Integer.MAX_VALUE : window;
  }

  /** Returns how many first positions a token sees besides those. */
  int seenFirst() {
    return window == 0 || heavy > 0 ? 0 : sinks;
  }
}
