package io.metagen.trainer.evaluation;

/**
 * One sampled solution.
 *
 * @param tokens its tokens, with the end-of-text token unless it grew too long
 * @param logprobs of each token, in nats, by the generator that drew it, before any temperature
 */
@SuppressWarnings("ArrayRecordComponent") // drawn solutions are never compared
record Drawn(int[] tokens, float[] logprobs) {}
