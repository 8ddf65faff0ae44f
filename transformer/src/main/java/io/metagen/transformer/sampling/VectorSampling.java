package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.metagen.transformer.kernel.Threads;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sampling in Java with the Vector API, in place on the tensor's memory: the path of CPUs. A thread
 * is done with a row before it takes the next, so that it stays in the processor's cache.
 */
final class VectorSampling implements Sampling {

  /** Logits from which on it is worth to wake other threads, which takes as long as some 2^15. */
  private static final long SHARED_LOGITS = 1 << 17;

  /** Of each thread. */
  private RowSampler[] samplers = {new RowSampler()};

  /** What is done with a row. */
  @FunctionalInterface
  private interface RowTask {
    void run(RowSampler sampler, int row);
  }

  private void each(int rows, int columns, RowTask task) {
    if ((long) rows * columns < SHARED_LOGITS) {
      for (int row = 0; row < rows; row++) {
        task.run(samplers[0], row);
      }
      return;
    }
    if (samplers.length < Threads.count()) {
      samplers = new RowSampler[Threads.count()];
      Arrays.setAll(samplers, _ -> new RowSampler());
    }
    Threads.each(rows, (thread, row) -> task.run(samplers[thread], row));
  }

  @Override
  public SampledTokens sample(NDManager scope, NDArray logits, List<SamplingRow> rows) {
    TensorRows matrix = new TensorRows(logits);
    int[] ids = new int[rows.size()];
    SampledTokens result = SampledTokens.of(ids);
    each(
        ids.length,
        matrix.columns(),
        (sampler, i) -> draw(sampler, row(matrix, i), rows.get(i), new Place(result, i)));
    NoTokenException.throwIfAny(ids);
    int[] asking = IntStream.range(0, ids.length).filter(i -> more(rows.get(i))).toArray();
    each(
        asking.length,
        matrix.columns(),
        (sampler, i) -> {
          LogprobRequest request = rows.get(asking[i]).logprobs();
          read(sampler, row(matrix, asking[i]), request, new Place(result, asking[i]));
        });
    return result;
  }

  private static boolean more(SamplingRow row) {
    return row.logprobs().more();
  }

  @Override
  public SampledTokens logprobs(
      NDManager scope, NDArray logits, int[] ids, List<LogprobRequest> requests) {
    TensorRows matrix = new TensorRows(logits);
    SampledTokens result = SampledTokens.of(ids);
    each(
        ids.length,
        matrix.columns(),
        (sampler, i) -> {
          if (!requests.get(i).empty()) {
            read(sampler, row(matrix, i), requests.get(i), new Place(result, i));
          }
        });
    return result;
  }

  /** Where a row's tokens and log-probabilities go. */
  private record Place(SampledTokens result, int row) {}

  private static void draw(RowSampler sampler, LogitRow logits, SamplingRow row, Place place) {
    int id = sampler.draw(logits, row);
    place.result.ids()[place.row] = id;
    if (row.logprobs().chosen() && !row.logprobs().more() && id >= 0) {
      place.result.logprobs()[place.row] = (float) sampler.logprob(id);
    }
  }

  /** Reads all that a row asks for. */
  private static void read(RowSampler sampler, LogitRow row, LogprobRequest request, Place place) {
    SampledTokens result = place.result;
    int i = place.row;
    int chosen = TokenIds.checked("ids", result.ids()[i], row.count());
    request.ids().forEach(id -> TokenIds.checked("logprobs.ids", id, row.count()));
    sampler.open(row);
    if (request.chosen()) {
      result.logprobs()[i] = (float) sampler.logprob(chosen);
    }
    if (request.top() > 0) {
      result.topIds()[i] = sampler.top(Math.min(request.top(), row.count()));
      result.topLogprobs()[i] = logprobs(sampler, result.topIds()[i]);
    }
    if (!request.ids().isEmpty()) {
      result.idLogprobs()[i] =
          logprobs(sampler, request.ids().stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private static float[] logprobs(RowSampler sampler, int[] ids) {
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
      samplers[0].spread(row(matrix, i), rows.get(i), law);
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
