package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * How a {@link Sampler} does its work where the logits are; they are of the right shape and type.
 */
sealed interface Sampling extends AutoCloseable permits TensorSampling, VectorSampling {

  /** As {@link Sampler#sample}. */
  SampledTokens sample(NDManager scope, NDArray logits, List<SamplingRow> rows);

  /** As {@link Sampler#logprobs}. */
  SampledTokens logprobs(NDManager scope, NDArray logits, int[] ids, List<LogprobRequest> requests);

  /** As {@link Sampler#probabilities}. */
  NDArray probabilities(NDManager scope, NDArray logits, List<SamplingRow> rows);

  @Override
  void close();
}
