package io.metagen.generator.model;

import io.metagen.prefix.BlockHasher;
import io.metagen.transformer.cache.PrefixHasher;

/** The contract's block hashes for one model. */
public final class ModelHasher implements PrefixHasher {
  private final ServedModel model;
  private final BlockHasher anySalt;

  public ModelHasher(ServedModel model) {
    this.model = model;
    anySalt = model.hasher("");
  }

  @Override
  public byte[] root(String salt) {
    return model.hasher(salt).root();
  }

  @Override
  public byte[] next(byte[] parent, int[] blockTokens) {
    return anySalt.next(parent, blockTokens);
  }
}
