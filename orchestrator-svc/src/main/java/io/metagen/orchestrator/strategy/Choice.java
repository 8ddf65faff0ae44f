package io.metagen.orchestrator.strategy;

import io.metagen.v1.AnswerWeight;
import io.metagen.v1.Candidate;
import java.util.List;

/**
 * A chosen candidate and the weights behind it.
 *
 * @param weights votes or sums of scores, highest first, the first seen first among equals; empty
 *     where the strategy does not vote
 */
public record Choice(Candidate best, List<AnswerWeight> weights) {
  /** A defensive copy is taken of the weights. */
  public Choice {
    weights = List.copyOf(weights);
  }
}
