package io.metagen.trainer.assessment;

/**
 * A candidate and what became of it.
 *
 * @param right whether its answer is
 * @param fresh whether that of a fresh sample of the generator is
 * @param alone without feedback
 * @param told with feedback, if there is any to give
 */
record Corrected(boolean right, boolean fresh, Outcome alone, Outcome told) {

  /**
   * A correction.
   *
   * @param right whether its answer is
   * @param same whether it is the candidate again
   */
  record Outcome(boolean right, boolean same) {}
}
