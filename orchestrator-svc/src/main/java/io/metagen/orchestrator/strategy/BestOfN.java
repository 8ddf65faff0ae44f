package io.metagen.orchestrator.strategy;

import io.metagen.v1.Candidate;
import io.metagen.v1.Generation;
import io.metagen.v1.Verifier;
import java.util.List;

/**
 * Best-of-N (Stiennon et al. 2020; Cobbe et al. 2021).
 *
 * <pre>
 * y_1 .. y_N ~ g(. | x) independently
 * answer = y_i with i = argmax_i v(x, y_i)       the first index among ties
 * </pre>
 *
 * <p>Candidates without a score lose against every scored one; where none has a score, the first
 * candidate is the answer.
 */
public record BestOfN(Generation generation, int sampleCount, Verifier verifier)
    implements Strategy {
  @Override
  public Choice choose(List<Candidate> candidates) {
    return new Choice(highestScore(candidates), List.of());
  }

  /** Returns the first candidate with the highest score; the first of all where none is scored. */
  static Candidate highestScore(List<Candidate> candidates) {
    Candidate best = candidates.getFirst();
    for (Candidate candidate : candidates) {
      if (candidate.hasScore() && (!best.hasScore() || candidate.getScore() > best.getScore())) {
        best = candidate;
      }
    }
    return best;
  }
}
