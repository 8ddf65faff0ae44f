package io.metagen.transformer.cache;

/** Hashes chains of blocks; the same chain gets the same hash wherever it is computed. */
public interface PrefixHasher {
  /** Returns the hash that the first block of a prompt under this salt is chained to. */
  byte[] root(String salt);

  /** Returns the hash of the block that follows {@code parent}. */
  byte[] next(byte[] parent, int[] blockTokens);
}
