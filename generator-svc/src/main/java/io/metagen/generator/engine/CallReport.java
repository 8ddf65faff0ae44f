package io.metagen.generator.engine;

/**
 * What a finished call cost. Times are on the clock of {@link System#nanoTime}.
 *
 * @param submitted when the call entered the queue
 * @param admitted when its first sequence started to run
 * @param firstToken when its first token was drawn (or scored)
 * @param finished when its last sequence ended
 */
public record CallReport(
    Usage usage, long submitted, long admitted, long firstToken, long finished) {}
