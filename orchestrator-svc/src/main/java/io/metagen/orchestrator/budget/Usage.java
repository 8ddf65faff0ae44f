package io.metagen.orchestrator.budget;

import io.metagen.v1.Cost;
import io.metagen.v1.TokenUsage;
import io.metagen.v1.VerifierUsage;

/**
 * What calls really cost.
 *
 * @param cost the cost line, without the wall time
 * @param processedTokens tokens that a network really read or wrote: cached ones are left out,
 *     recomputed ones count again
 */
public record Usage(Cost cost, long processedTokens) {
  /** Nothing was used. */
  public static final Usage NONE = new Usage(Cost.getDefaultInstance(), 0);

  /** Returns the usage of one generator call. */
  public static Usage ofGenerator(TokenUsage usage) {
    Cost cost =
        Cost.newBuilder()
            .setPromptTokenCount(usage.getPromptTokenCount())
            .setCachedPromptTokenCount(usage.getCachedPromptTokenCount())
            .setGeneratedTokenCount(usage.getGeneratedTokenCount())
            .setDraftedTokenCount(usage.getDraftedTokenCount())
            .setRejectedTokenCount(usage.getRejectedTokenCount())
            .setGeneratorCallCount(1)
            .setGeneratorFlops(usage.getFlops())
            .build();
    return new Usage(
        cost,
        usage.getPromptTokenCount()
            - usage.getCachedPromptTokenCount()
            + usage.getGeneratedTokenCount()
            + usage.getRecomputedTokenCount());
  }

  /** Returns the usage of one verifier call. */
  public static Usage ofVerifier(VerifierUsage usage) {
    Cost cost =
        Cost.newBuilder()
            .setVerifierTokenCount(usage.getTokenCount())
            .setCachedVerifierTokenCount(usage.getCachedTokenCount())
            .setVerifierCallCount(1)
            .setVerifierFlops(usage.getFlops())
            .build();
    return new Usage(cost, usage.getTokenCount() - usage.getCachedTokenCount());
  }

  /** Returns the note that so many of the tokens generated were of no use. */
  public static Usage ofPruned(long tokens) {
    return new Usage(Cost.newBuilder().setPrunedTokenCount(tokens).build(), 0);
  }

  /** Returns the sum of both. */
  public Usage plus(Usage other) {
    return new Usage(sum(cost, other.cost), processedTokens + other.processedTokens);
  }

  private static Cost sum(Cost a, Cost b) {
    return Cost.newBuilder()
        .setPromptTokenCount(a.getPromptTokenCount() + b.getPromptTokenCount())
        .setCachedPromptTokenCount(a.getCachedPromptTokenCount() + b.getCachedPromptTokenCount())
        .setGeneratedTokenCount(a.getGeneratedTokenCount() + b.getGeneratedTokenCount())
        .setDraftedTokenCount(a.getDraftedTokenCount() + b.getDraftedTokenCount())
        .setRejectedTokenCount(a.getRejectedTokenCount() + b.getRejectedTokenCount())
        .setPrunedTokenCount(a.getPrunedTokenCount() + b.getPrunedTokenCount())
        .setVerifierTokenCount(a.getVerifierTokenCount() + b.getVerifierTokenCount())
        .setCachedVerifierTokenCount(
            a.getCachedVerifierTokenCount() + b.getCachedVerifierTokenCount())
        .setGeneratorCallCount(a.getGeneratorCallCount() + b.getGeneratorCallCount())
        .setVerifierCallCount(a.getVerifierCallCount() + b.getVerifierCallCount())
        .setGeneratorFlops(a.getGeneratorFlops() + b.getGeneratorFlops())
        .setVerifierFlops(a.getVerifierFlops() + b.getVerifierFlops())
        .build();
  }
}
