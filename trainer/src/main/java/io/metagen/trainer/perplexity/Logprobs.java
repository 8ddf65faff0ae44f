package io.metagen.trainer.perplexity;

/**
 * Log-probabilities of each token after each position of a step.
 *
 * @param values [positions, vocabulary]
 */
@SuppressWarnings("ArrayRecordComponent") // a view, one per step
record Logprobs(float[] values, int vocabulary) {
  double of(int position, int token) {
    return values[position * vocabulary + token];
  }
}
