package io.metagen.orchestrator.strategy;

import io.metagen.v1.Generation;
import io.metagen.v1.Prompt;

/**
 * Asks for the samples 0 to {@code sampleCount - 1} of a prompt.
 *
 * @param seed root of the samples' random numbers
 * @param sampleCount at least 1
 * @param cacheSalt separates prefix caches, empty for none
 */
public record SampleRequest(
    Prompt prompt, Generation generation, long seed, int sampleCount, String cacheSalt) {
  SampleRequest with(Plan plan) {
    Generation.Builder fitted = generation.toBuilder();
    if (plan.outputShortened()) {
      fitted.getStopBuilder().setMaxOutputTokens(plan.maxOutputTokens());
    }
    return new SampleRequest(prompt, fitted.build(), seed, plan.sampleCount(), cacheSalt);
  }
}
