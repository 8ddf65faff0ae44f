package io.metagen.generator.engine;

import io.metagen.transformer.sampling.LogprobRequest;
import io.metagen.transformer.sampling.SamplingParams;

/**
 * One sample to draw.
 *
 * @param inputIndex index of the prompt in its call
 * @param sampleIndex index of the sample, with the seed the root of its random numbers
 */
public record SampleSpec(
    int inputIndex,
    int sampleIndex,
    PromptTokens prompt,
    long seed,
    SamplingParams sampling,
    LogprobRequest logprobs,
    StopRules stop) {}
