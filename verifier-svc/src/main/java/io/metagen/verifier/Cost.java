package io.metagen.verifier;

import io.metagen.v1.VerifierUsage;

/**
 * What judging took of models.
 *
 * @param tokens read, those that were cached included
 * @param cachedTokens those of them that were not computed again
 * @param flops floating-point operations, by the formula of the contract
 */
record Cost(long tokens, long cachedTokens, double flops) {
  static final Cost NONE = new Cost(0, 0, 0);

  Cost plus(Cost other) {
    return new Cost(tokens + other.tokens, cachedTokens + other.cachedTokens, flops + other.flops);
  }

  /** Returns the cost of the same when it is known already. */
  Cost cached() {
    return new Cost(tokens, tokens, 0);
  }

  VerifierUsage usage() {
    return VerifierUsage.newBuilder()
        .setTokenCount(tokens)
        .setCachedTokenCount(cachedTokens)
        .setFlops(flops)
        .build();
  }
}
