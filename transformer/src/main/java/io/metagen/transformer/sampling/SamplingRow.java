package io.metagen.transformer.sampling;

import java.util.Set;

/**
 * One row of logits to choose a token from.
 *
 * @param uniform the row's random number, in [0, 1); see {@link CounterRandom}
 * @param endIds ids that end the sequence, banned while it is shorter than {@code minTokens}
 */
public record SamplingRow(
    SamplingParams params,
    TokenCounts counts,
    double uniform,
    Set<Integer> endIds,
    TokenMask mask,
    LogprobRequest logprobs) {

  public SamplingRow {
    if (!(uniform >= 0 && uniform < 1)) {
      throw new IllegalArgumentException("uniform: " + uniform + ", range [0, 1)");
    }
    endIds = Set.copyOf(endIds);
  }

  /** Whether the row's logits are changed before a token is chosen. */
  boolean edits() {
    return params.penalizes()
        || !params.logitBias().isEmpty()
        || !mask.equals(TokenMask.ALL)
        || endsBanned();
  }

  boolean endsBanned() {
    return counts.outputs() < params.minTokens();
  }
}
