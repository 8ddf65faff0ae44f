package io.metagen.orchestrator.strategy;

import io.metagen.v1.Candidate;
import io.metagen.v1.Generation;
import java.util.List;

/** A meta-generator that draws candidates for one prompt and chooses among them. */
public sealed interface Strategy permits Greedy, BestOfN, MajorityVote, WeightedVote, Rebase {
  /** Returns how the generator is called, all defaults of the strategy filled in. */
  Generation generation();

  /** Returns how many candidates to draw, at least 1. */
  int sampleCount();

  /**
   * Returns the best of the candidates so far.
   *
   * @param candidates complete candidates in the order of their index, at least one; scores and
   *     answers are absent where they are not known (yet)
   */
  Choice choose(List<Candidate> candidates);
}
