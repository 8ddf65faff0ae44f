package io.metagen.orchestrator.strategy;

import io.metagen.v1.Candidate;
import io.metagen.v1.Failure;
import io.metagen.v1.StopReason;
import java.util.List;

/**
 * What a search found.
 *
 * @param candidates all complete candidates in the order of their index
 * @param stopReason why it ended
 * @param failures parts that failed while there still was an answer
 */
public record Outcome(
    Choice choice, List<Candidate> candidates, StopReason stopReason, List<Failure> failures) {
  /** Defensive copies are taken. */
  public Outcome {
    candidates = List.copyOf(candidates);
    failures = List.copyOf(failures);
  }
}
