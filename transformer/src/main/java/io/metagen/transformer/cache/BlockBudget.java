package io.metagen.transformer.cache;

/**
 * How many blocks a sequence may hold. Of one that needs more, those between the first and the last
 * that got the least attention are given up.
 *
 * @param sinks first blocks, which stay
 * @param window last blocks, which stay, the one that is being filled included; at least 1
 * @param heavy blocks between them; 0 for all, whatever the others say
 */
public record BlockBudget(int sinks, int window, int heavy) {

  /** Nothing is given up. */
  public static final BlockBudget ALL = new BlockBudget(0, 1, 0);

  public BlockBudget {
    if (sinks < 0 || window < 1 || heavy < 0) {
      throw new IllegalArgumentException("blocks: sinks and heavy at least 0, window at least 1");
    }
  }

  public boolean limited() {
    return heavy > 0;
  }

  /** Returns how many of a sequence's positions are held at most. */
  public int positions(int length, int blockSize) {
    return limited() ? (int) Math.min(length, most() * blockSize) : length;
  }

  /** Returns the blocks of a sequence at most. */
  long most() {
    return (long) sinks + window + heavy;
  }
}
