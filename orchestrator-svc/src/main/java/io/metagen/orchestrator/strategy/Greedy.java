package io.metagen.orchestrator.strategy;

import io.metagen.v1.Candidate;
import io.metagen.v1.Generation;
import java.util.List;

/**
 * Greedy decoding: one sample at temperature 0.
 *
 * <pre>
 * y_t = argmax_v p(v | x, y_1 .. y_(t-1))        the lowest token id among ties
 * </pre>
 *
 * <p>Its answer is normalised where the budget allows the call; the text counts without it.
 */
public record Greedy(Generation generation) implements Strategy {
  @Override
  public int sampleCount() {
    return 1;
  }

  @Override
  public Choice choose(List<Candidate> candidates) {
    return new Choice(candidates.getFirst(), List.of());
  }
}
