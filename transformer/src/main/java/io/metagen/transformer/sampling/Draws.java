package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The settings of some rows as sampling.py takes them.
 *
 * @param settings [rows, 5] f64: temperature, top-k, top-p, min-p, uniform
 * @param drawn [drawn rows] int64: indices of the rows that are not greedy
 * @param width how many of the most probable tokens to look at first, 0 where no row needs it
 */
record Draws(NDArray settings, NDArray drawn, int width) {

  /** Top-p alone rarely keeps more tokens than this; where it does, all are looked at. */
  private static final int FIRST_LOOK = 256;

  static Draws of(NDManager scope, List<SamplingRow> rows, int vocabulary) {
    double[] settings = new double[5 * rows.size()];
    int width = 0;
    for (int i = 0; i < rows.size(); i++) {
      SamplingParams params = rows.get(i).params();
      int k = params.topK() >= vocabulary ? 0 : params.topK();
      double[] row = {params.temperature(), k, params.topP(), params.minP(), rows.get(i).uniform()};
      System.arraycopy(row, 0, settings, row.length * i, row.length);
      if (!params.greedy()) {
        width = Math.max(width, k == 0 && params.topP() < 1 ? FIRST_LOOK : k);
      }
    }
    long[] drawn =
        IntStream.range(0, rows.size())
            .filter(i -> !rows.get(i).params().greedy())
            .asLongStream()
            .toArray();
    return new Draws(
        scope.create(settings, new Shape(rows.size(), 5)),
        scope.create(drawn, new Shape(drawn.length)),
        Math.min(width, vocabulary));
  }
}
