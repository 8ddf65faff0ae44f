package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;

/** Brings the log-probabilities that rows ask for into Java. */
final class LogprobReader {

  private final int[] ids;
  private final List<LogprobRequest> requests;
  private final SampledTokens result;

  /**
   * @param ids the chosen token of each row
   */
  LogprobReader(int[] ids, List<LogprobRequest> requests) {
    this.ids = ids;
    this.requests = requests;
    int rows = ids.length;
    result =
        new SampledTokens(
            ids, new float[rows], new int[rows][0], new float[rows][0], new float[rows][0]);
    Arrays.fill(result.logprobs(), Float.NaN);
  }

  /** Reads those of the given rows of logits [all rows, vocabulary]. */
  void read(Kernels kernels, NDArray logits, List<Integer> rows) {
    int vocabulary = Math.toIntExact(logits.getShape().get(1));
    Pairs pairs = new Pairs(vocabulary, 0);
    long[] top = new long[rows.size()];
    for (int i = 0; i < top.length; i++) {
      LogprobRequest request = requests.get(rows.get(i));
      top[i] = Math.min(request.top(), vocabulary);
      pairs.add("ids", i, ids[rows.get(i)]);
      for (int id : request.ids()) {
        pairs.add("logprobs.ids", i, id);
      }
    }
    long[] index = rows.stream().mapToLong(Integer::longValue).toArray();
    List<NDArray> read =
        kernels.tensors(
            "logprobs", logits, kernels.scope().create(index), pairs.index(kernels.scope()), top);
    takeIds(rows, read.get(0).toDoubleArray());
    takeTop(rows, top, read.get(1).toDoubleArray(), read.get(2).toLongArray());
  }

  private void takeIds(List<Integer> rows, double[] values) {
    int next = 0;
    for (int row : rows) {
      LogprobRequest request = requests.get(row);
      float chosen = (float) values[next++];
      if (request.chosen()) {
        result.logprobs()[row] = chosen;
      }
      int count = request.ids().size();
      result.idLogprobs()[row] = floats(values, next, count);
      next += count;
    }
  }

  private void takeTop(List<Integer> rows, long[] top, double[] values, long[] topIds) {
    int next = 0;
    for (int i = 0; i < top.length; i++) {
      int row = rows.get(i);
      int count = (int) top[i];
      result.topLogprobs()[row] = floats(values, next, count);
      result.topIds()[row] =
          Arrays.stream(topIds, next, next + count).mapToInt(Math::toIntExact).toArray();
      next += count;
    }
  }

  private static float[] floats(double[] values, int from, int count) {
    float[] part = new float[count];
    for (int i = 0; i < count; i++) {
      part[i] = (float) values[from + i];
    }
    return part;
  }

  SampledTokens result() {
    return result;
  }
}
