package io.metagen.transformer.cache;

/**
 * How many blocks a sequence may hold. Of one that needs more, blocks between the first and the
 * last are given up: those that got the least attention, or all where none of them may stay.
 *
 * @param sinks first blocks, which stay
 * @param window last blocks, which stay, the one that is being filled included; at least 1, and at
 *     least 2 where no others stay, since the next block is found by the one before it
 * @param heavy blocks between them; 0 where no token sees what is between them
 */
public record BlockBudget(int sinks, int window, int heavy) {

  /** Nothing is given up. */
  public static final BlockBudget ALL = new BlockBudget(0, Integer.MAX_VALUE, 0);

  public BlockBudget {
    if (sinks < 0 || heavy < 0 || window < (heavy > 0 ? 1 : 2)) {
      throw new IllegalArgumentException(
          "blocks: sinks and heavy at least 0, window at least 1, without heavy ones 2");
    }
  }

  /** Returns the blocks with what a token sees of so many first and last positions. */
  public static BlockBudget seeing(int first, int last, int blockSize) {
    int before = Math.ceilDiv(last - 1, blockSize);
    return new BlockBudget(Math.ceilDiv(first, blockSize), Math.max(2, before + 1), 0);
  }

  public boolean limited() {
    return window < Integer.MAX_VALUE;
  }

  /** Whether what is given up depends on the attention, and what is computed on that. */
  public boolean byAttention() {
    return heavy > 0;
  }

  /** Returns how many of a sequence's positions are held at most. */
  public int positions(int length, int blockSize) {
    return limited() ? (int) Math.min(length, most() * blockSize) : length;
  }

  /** Returns the length of the longest sequence that a memory of so many blocks has room for. */
  public int longest(int blocks, int blockSize) {
    return limited() && most() <= blocks
        ? Integer.MAX_VALUE
        : Math.multiplyExact(blocks, blockSize);
  }

  /** Returns the blocks of a sequence at most. */
  long most() {
    return (long) sinks + window + heavy;
  }
}
