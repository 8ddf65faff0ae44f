package io.metagen.transformer.cache;

import java.util.Arrays;

/** The tokens of one full block, compared by content. Immutable. */
final class BlockTokens {
  private final int[] tokens;

  /** Copies the block that starts at {@code from}. */
  BlockTokens(int[] tokens, int from, int blockSize) {
    this.tokens = Arrays.copyOfRange(tokens, from, from + blockSize);
  }

  /** Returns the tokens; shared, not to be changed. */
  int[] tokens() {
    return tokens;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockTokens that && Arrays.equals(tokens, that.tokens);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(tokens);
  }
}
