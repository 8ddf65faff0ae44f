package io.metagen.transformer.sampling;

import java.util.Arrays;

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
    int[] ids, float[] logprobs, int[][] topIds, float[][] topLogprobs, float[][] idLogprobs) {

  private static final int[] NO_IDS = {};
  private static final float[] NO_LOGPROBS = {};

  /** Chosen tokens, that may still be filled in, before anybody's log-probabilities are. */
  static SampledTokens of(int[] ids) {
    int rows = ids.length;
    SampledTokens result =
        new SampledTokens(
            ids, new float[rows], new int[rows][], new float[rows][], new float[rows][]);
    Arrays.fill(result.logprobs, Float.NaN);
    Arrays.fill(result.topIds, NO_IDS);
    Arrays.fill(result.topLogprobs, NO_LOGPROBS);
    Arrays.fill(result.idLogprobs, NO_LOGPROBS);
    return result;
  }
}
