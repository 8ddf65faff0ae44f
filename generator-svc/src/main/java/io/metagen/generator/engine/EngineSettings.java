package io.metagen.generator.engine;

import io.metagen.transformer.cache.BlockBudget;

/**
 * Limits of an engine.
 *
 * @param maxRunningSequences sequences in one batch, at least 1
 * @param tokenBudget tokens that one step processes, at least {@code maxRunningSequences}, so that
 *     every decoding sequence gets its token in every step
 * @param maxWaitingSequences sequences that wait before calls are refused, at least 1
 * @param prefixCache whether full blocks stay after their sequence and are found again by their
 *     tokens; without it only samples with equal prompts that run at the same time share them
 * @param budget blocks that one sequence may hold; in a window its chunks may take more for a step
 */
public record EngineSettings(
    int maxRunningSequences,
    int tokenBudget,
    int maxWaitingSequences,
    boolean prefixCache,
    BlockBudget budget) {
  /** Limits of an engine with a prefix cache whose sequences hold all their blocks. */
  public EngineSettings(int maxRunningSequences, int tokenBudget, int maxWaitingSequences) {
    this(maxRunningSequences, tokenBudget, maxWaitingSequences, true);
  }

  /** Limits of an engine whose sequences hold all their blocks. */
  public EngineSettings(
      int maxRunningSequences, int tokenBudget, int maxWaitingSequences, boolean prefixCache) {
    this(maxRunningSequences, tokenBudget, maxWaitingSequences, prefixCache, BlockBudget.ALL);
  }

  public EngineSettings {
    if (maxRunningSequences < 1 || maxWaitingSequences < 1) {
      throw new IllegalArgumentException("running and waiting sequences: at least 1");
    }
    if (tokenBudget < maxRunningSequences) {
      throw new IllegalArgumentException(
          "tokenBudget: must be at least maxRunningSequences, so that every sequence advances");
    }
  }
}
