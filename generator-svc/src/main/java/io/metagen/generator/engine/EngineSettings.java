package io.metagen.generator.engine;

/**
 * Limits of an engine.
 *
 * @param maxRunningSequences sequences in one batch, at least 1
 * @param tokenBudget tokens that one step processes, at least {@code maxRunningSequences}, so that
 *     every decoding sequence gets its token in every step
 * @param maxWaitingSequences sequences that wait before calls are refused, at least 1
 */
public record EngineSettings(int maxRunningSequences, int tokenBudget, int maxWaitingSequences) {
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
