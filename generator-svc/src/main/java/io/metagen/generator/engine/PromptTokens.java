package io.metagen.generator.engine;

import java.util.Arrays;

/** A prompt's tokens under a cache salt, compared by content. Immutable; the array is shared. */
public final class PromptTokens {
  private final String salt;
  private final int[] ids;
  private final int hash;

  public PromptTokens(String salt, int[] ids) {
    if (ids.length == 0) {
      throw new IllegalArgumentException("ids: at least one token");
    }
    this.salt = salt;
    this.ids = ids;
    this.hash = 31 * salt.hashCode() + Arrays.hashCode(ids);
  }

  public String salt() {
    return salt;
  }

  /** Returns the tokens; not to be changed. */
  public int[] ids() {
    return ids;
  }

  public int length() {
    return ids.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PromptTokens that
        && hash == that.hash
        && salt.equals(that.salt)
        && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
