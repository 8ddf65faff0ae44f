package io.metagen.orchestrator.strategy;

import java.util.List;

/**
 * One node of a search whose continuations are to be drawn.
 *
 * @param continuation tokens that follow the problem's prompt, empty for the prompt itself
 * @param seed root of the samples' random numbers
 * @param sampleCount samples to draw, at least 1
 * @param maxOutputTokens most tokens of each sample, 0 for what the generation says
 */
public record Branch(List<Integer> continuation, long seed, int sampleCount, int maxOutputTokens) {
  /** A defensive copy is taken of the tokens. */
  public Branch {
    continuation = List.copyOf(continuation);
  }

  /** Continues the prompt itself, as long as the generation allows. */
  static Branch ofPrompt(long seed, int sampleCount) {
    return new Branch(List.of(), seed, sampleCount, 0);
  }
}
