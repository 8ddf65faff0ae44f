package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Sampling in Java with the Vector API, in place on the tensor's memory: the path of CPUs. A row is
 * done before the next begins, so that it stays in the processor's cache.
 */
final class VectorSampling implements Sampling {

  private final RowSampler sampler = new RowSampler();

  @Override
  public SampledTokens sample(NDManager scope, NDArray logits, List<SamplingRow> rows) {
    TensorRows matrix = new TensorRows(logits);
    int[] ids = new int[rows.size()];
    SampledTokens result = SampledTokens.of(ids);
    for (int i = 0; i < ids.length; i++) {
      SamplingRow row = rows.get(i);
      LogprobRequest request = row.logprobs();
      ids[i] = sampler.draw(row(matrix, i), row);
      if (request.chosen() && !request.more() && ids[i] >= 0) {
        result.logprobs()[i] = (float) sampler.logprob(ids[i]);
      }
    }
    NoTokenException.throwIfAny(ids);
    for (int i = 0; i < ids.length; i++) {
      if (rows.get(i).logprobs().more()) {
        read(matrix, i, rows.get(i).logprobs(), result);
      }
    }
    return result;
  }

  @Override
  public SampledTokens logprobs(
      NDManager scope, NDArray logits, int[] ids, List<LogprobRequest> requests) {
    TensorRows matrix = new TensorRows(logits);
    SampledTokens result = SampledTokens.of(ids);
    for (int i = 0; i < ids.length; i++) {
      if (!requests.get(i).empty()) {
        read(matrix, i, requests.get(i), result);
      }
    }
    return result;
  }

  /** Reads all that a row asks for. */
  private void read(TensorRows matrix, int i, LogprobRequest request, SampledTokens result) {
    LogitRow row = row(matrix, i);
    int chosen = TokenIds.checked("ids", result.ids()[i], row.count());
    request.ids().forEach(id -> TokenIds.checked("logprobs.ids", id, row.count()));
    sampler.open(row);
    if (request.chosen()) {
      result.logprobs()[i] = (float) sampler.logprob(chosen);
    }
    if (request.top() > 0) {
      result.topIds()[i] = sampler.top(Math.min(request.top(), row.count()));
      result.topLogprobs()[i] = logprobs(result.topIds()[i]);
    }
    if (!request.ids().isEmpty()) {
      result.idLogprobs()[i] =
          logprobs(request.ids().stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private float[] logprobs(int[] ids) {
    float[] logprobs = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      logprobs[i] = (float) sampler.logprob(ids[i]);
    }
    return logprobs;
  }

  @Override
  public NDArray probabilities(NDManager scope, NDArray logits, List<SamplingRow> rows) {
    TensorRows matrix = new TensorRows(logits);
    NDArray result = scope.create(logits.getShape(), DataType.FLOAT64);
    TensorRows laws = new TensorRows(result);
    double[] law = new double[matrix.columns()];
    for (int i = 0; i < rows.size(); i++) {
      sampler.spread(row(matrix, i), rows.get(i), law);
      MemorySegment.copy(
          law, 0, laws.memory(i), ValueLayout.JAVA_DOUBLE_UNALIGNED, laws.offset(i), law.length);
    }
    return result;
  }

  private static LogitRow row(TensorRows matrix, int i) {
    return new LogitRow(matrix.memory(i), matrix.offset(i), matrix.columns());
  }

  @Override
  public void close() {
    // All memory is the garbage collector's.
  }
}
