package io.metagen.orchestrator.strategy;

import io.metagen.v1.Candidate;
import io.metagen.v1.Generation;
import java.util.List;
import java.util.Optional;

/**
 * Self-consistency, or majority vote (Wang et al. 2022).
 *
 * <pre>
 * y_1 .. y_N ~ g(. | x) independently,  a_i = normal form of the final answer of y_i
 * answer = argmax_a |{i : a_i = a}|              the answer seen first among ties
 * </pre>
 *
 * <p>The first candidate that gave the answer stands for it. Candidates without an answer do not
 * vote; where none has one, the first candidate is the answer and there are no weights.
 */
public record MajorityVote(Generation generation, int sampleCount) implements Strategy {
  @Override
  public Choice choose(List<Candidate> candidates) {
    Ballot ballot = new Ballot();
    for (Candidate candidate : candidates) {
      if (candidate.hasAnswer()) {
        ballot.vote(candidate, 1);
      }
    }
    Optional<Ballot.Group> winner = ballot.winner();
    return new Choice(
        winner.map(Ballot.Group::first).orElse(candidates.getFirst()), ballot.weights());
  }
}
