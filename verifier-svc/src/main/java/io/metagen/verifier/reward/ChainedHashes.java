package io.metagen.verifier.reward;

import io.metagen.prefix.BlockHasher;
import io.metagen.transformer.cache.PrefixHasher;

/** The contract's block hashes for one model; this service has one salt, the empty one. */
record ChainedHashes(BlockHasher hasher) implements PrefixHasher {
  @Override
  public byte[] root(String salt) {
    return hasher.root();
  }

  @Override
  public byte[] next(byte[] parent, int[] blockTokens) {
    return hasher.next(parent, blockTokens);
  }
}
