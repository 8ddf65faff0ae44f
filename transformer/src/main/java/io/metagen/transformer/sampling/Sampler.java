package io.metagen.transformer.sampling;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;

/**
 * Chooses the next token of every row where the logits are: in Java on CPUs, on the tensors on
 * other devices. Order of the adapters: repetition, presence, frequency penalty, logit bias, masks
 * (the row's and that of {@code minTokens}), temperature, top-k, top-p, min-p; then the inverse of
 * the cumulated probabilities in f64 at the row's uniform number. Not thread-safe: calls belong to
 * the thread that owns the logits.
 */
public final class Sampler implements AutoCloseable {

  private final Sampling sampling;

  Sampler(Sampling sampling) {
    this.sampling = sampling;
  }

  /** Returns a sampler for logits on the manager's device. */
  public static Sampler create(NDManager manager) {
    boolean cpu = manager.getDevice().getDeviceType().equals(Device.Type.CPU);
    return new Sampler(cpu ? new VectorSampling() : new TensorSampling(manager));
  }

  /**
   * Chooses one token per row.
   *
   * @param scope a manager of the logits' device
   * @param logits [rows, vocabulary] f32, left as they are
   * @throws NoTokenException naming the rows that have no token to choose
   * @throws IllegalArgumentException naming the field with a token id outside the vocabulary
   */
  public SampledTokens sample(NDManager scope, NDArray logits, List<SamplingRow> rows) {
    check(logits, rows.size());
    return sampling.sample(scope, logits, rows);
  }

  /**
   * The log-probabilities of given tokens, under the model's own distribution.
   *
   * @param logits [rows, vocabulary] f32
   * @param ids the token of each row that {@link LogprobRequest#chosen} means
   * @throws IllegalArgumentException naming the field with a token id outside the vocabulary
   */
  public SampledTokens logprobs(
      NDManager scope, NDArray logits, int[] ids, List<LogprobRequest> requests) {
    check(logits, ids.length);
    return sampling.logprobs(scope, logits, ids, requests);
  }

  /**
   * The laws that {@link #sample} draws from, with mass 1; for a greedy row all of it on one token.
   * What a row gets that has no token to choose means nothing.
   *
   * @return [rows, vocabulary] f64 on scope
   */
  public NDArray probabilities(NDManager scope, NDArray logits, List<SamplingRow> rows) {
    check(logits, rows.size());
    return sampling.probabilities(scope, logits, rows);
  }

  private static void check(NDArray logits, int rows) {
    boolean matrix = logits.getShape().dimension() == 2 && logits.getShape().get(0) == rows;
    if (!matrix || logits.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "logits: "
              + logits.getDataType()
              + logits.getShape()
              + ", must be float32 with "
              + rows
              + " rows");
    }
  }

  @Override
  public void close() {
    sampling.close();
  }
}
