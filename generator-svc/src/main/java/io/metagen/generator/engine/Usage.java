package io.metagen.generator.engine;

/**
 * What a call processed, in tokens; see TokenUsage of the contract.
 *
 * @param flops floating-point operations of the forward passes
 */
public record Usage(
    long promptTokens,
    long cachedPromptTokens,
    long generatedTokens,
    long recomputedTokens,
    double flops) {}
