package io.metagen.trainer.evaluation;

import java.util.Optional;

/**
 * One sampled solution.
 *
 * @param text the solution without the end-of-text token
 * @param answer its normalised final answer, if it states one
 * @param correct whether that answer is right
 * @param score the reward model's probability that it is, 0 to 1
 * @param belief the generator's own probability that it is, 0 to 1
 */
public record Candidate(
    String text, Optional<String> answer, boolean correct, double score, double belief) {

  Candidate withScore(double given) {
    return new Candidate(text, answer, correct, given, belief);
  }
}
