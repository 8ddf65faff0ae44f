package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;

/** Brings the log-probabilities that rows ask for into Java. */
final class LogprobReader {

  private final int[] ids;
  private final SampledTokens result;

  /**
   * @param ids the chosen token of each row
   */
  LogprobReader(int[] ids) {
    this.ids = ids;
    result = SampledTokens.of(ids);
  }

  /**
   * Takes what sampling.py chose for some rows.
   *
   * @param from the first of the rows
   * @param asking those of them, counted from there, whose log-probability was asked for
   * @param values the rows' tokens, then the log-probabilities
   */
  void takeChosen(int from, int rows, long[] asking, double[] values) {
    for (int i = 0; i < rows; i++) {
      ids[from + i] = (int) values[i];
    }
    for (int i = 0; i < asking.length; i++) {
      result.logprobs()[from + (int) asking[i]] = (float) values[rows + i];
    }
  }

  /**
   * Reads those of the given rows of logits [all rows, vocabulary].
   *
   * @param requests of all rows
   */
  void read(Kernels kernels, NDArray logits, List<Integer> rows, List<LogprobRequest> requests) {
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
    takeIds(rows, requests, read.get(0).toDoubleArray());
    takeTop(rows, top, read.get(1).toDoubleArray(), read.get(2).toLongArray());
  }

  private void takeIds(List<Integer> rows, List<LogprobRequest> requests, double[] values) {
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
