package io.metagen.verifier;

import io.metagen.v1.Verification;

/**
 * What a verifier found out about one candidate.
 *
 * @param cost what it took
 */
record Judgement(Verification verification, Cost cost) {

  /** Returns the same, known already. */
  Judgement again() {
    return new Judgement(verification, cost.cached());
  }

  /** Returns a judgement that took no model. */
  static Judgement free(Verification verification) {
    return new Judgement(verification, Cost.NONE);
  }
}
