package io.metagen.verifier.reward;

import io.metagen.transformer.cache.PrefixListener;

/** Nobody routes to a verifier by prefix, so nobody is told. */
record NoListener() implements PrefixListener {
  @Override
  public void stored(byte[] parent, byte[] hash, int[] tokens) {}

  @Override
  public void removed(byte[] hash) {}
}
