package io.metagen.generator.engine;

/**
 * A token of output.
 *
 * @param logprob natural log-probability under the model's own distribution, NaN if not asked for
 * @param topIds the most likely tokens, best first, as many as asked for
 * @param topLogprobs theirs
 * @param idLogprobs those of further tokens asked for, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // made once per token; nobody compares two
public record DrawnToken(
    int id, float logprob, int[] topIds, float[] topLogprobs, float[] idLogprobs) {}
