package io.metagen.transformer.sampling;

import java.util.Set;

/** Which tokens a row may take at this step; where constraints and bad words come in. */
public sealed interface TokenMask {

  /** Every token. */
  TokenMask ALL = new Except(Set.of());

  /** Only these tokens. */
  record Only(Set<Integer> ids) implements TokenMask {
    public Only {
      ids = Set.copyOf(ids);
    }
  }

  /** Every token but these. */
  record Except(Set<Integer> ids) implements TokenMask {
    public Except {
      ids = Set.copyOf(ids);
    }
  }
}
