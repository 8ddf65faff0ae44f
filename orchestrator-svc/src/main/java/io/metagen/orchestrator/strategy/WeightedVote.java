package io.metagen.orchestrator.strategy;

import io.metagen.v1.Candidate;
import io.metagen.v1.Generation;
import io.metagen.v1.Verifier;
import java.util.List;
import java.util.Optional;

/**
 * Verifier-weighted majority vote (Li et al. 2022).
 *
 * <pre>
 * y_1 .. y_N ~ g(. | x) independently,  a_i = normal form of the final answer of y_i
 * answer = argmax_a sum over {i : a_i = a} of v(x, y_i)     the answer seen first among ties
 * </pre>
 *
 * <p>The candidate with the highest score in the winning group stands for it, the first among ties.
 * Candidates without an answer or without a score do not vote; where nobody votes, the candidate
 * with the highest score is the answer, and the first candidate where none has a score. Sums run in
 * the order of the indices, so they do not depend on when scores arrived.
 */
public record WeightedVote(Generation generation, int sampleCount, Verifier verifier)
    implements Strategy {
  @Override
  public Choice choose(List<Candidate> candidates) {
    Ballot ballot = new Ballot();
    for (Candidate candidate : candidates) {
      if (candidate.hasAnswer() && candidate.hasScore()) {
        ballot.vote(candidate, candidate.getScore());
      }
    }
    Optional<Ballot.Group> winner = ballot.winner();
    return new Choice(
        BestOfN.highestScore(winner.map(Ballot.Group::members).orElse(candidates)),
        ballot.weights());
  }
}
