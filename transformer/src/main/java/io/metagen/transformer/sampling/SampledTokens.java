package io.metagen.transformer.sampling;

/**
 * What each row got. Log-probabilities are natural, of the model's own distribution before any
 * adapter.
 *
 * @param ids the chosen tokens
 * @param logprobs those of the chosen tokens, NaN for a row that did not ask
 * @param topIds the most probable tokens, most probable first, the lower id first among equals;
 *     empty for a row that did not ask
 * @param topLogprobs theirs
 * @param idLogprobs those of the ids a row asked for, in its order
 */
// Arrays, because these cross from the tensors at every step; nobody compares two results.
@SuppressWarnings("ArrayRecordComponent")
public record SampledTokens(
    int[] ids, float[] logprobs, int[][] topIds, float[][] topLogprobs, float[][] idLogprobs) {}
