package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The settings of some rows as sampling.py takes them.
 *
 * @param settings [rows, 5] f64: temperature, top-k, top-p, min-p, uniform
 * @param drawn indices of the rows that are not greedy
 * @param width how many of the most probable tokens to look at first, 0 where no row needs it
 * @param steps 1 if a row has a temperature, and 2 more if one has min-p
 */
@SuppressWarnings("ArrayRecordComponent") // made once per step; nobody compares two
record Draws(NDArray settings, long[] drawn, int width, int steps) {

  /** Top-p alone rarely keeps more tokens than this; where it does, more are looked at. */
  private static final int FIRST_LOOK = 64;

  private static final int COLUMNS = 5;

  static Draws of(NDManager scope, List<SamplingRow> rows, int vocabulary) {
    // Direct, because such a buffer becomes a tensor without another copy.
    ByteBuffer settings =
        ByteBuffer.allocateDirect(COLUMNS * Double.BYTES * rows.size())
            .order(ByteOrder.nativeOrder());
    long[] drawn = new long[rows.size()];
    int count = 0;
    int width = 0;
    int steps = 0;
    for (int i = 0; i < drawn.length; i++) {
      SamplingParams params = rows.get(i).params();
      put(settings, rows.get(i), vocabulary);
      if (!params.greedy()) {
        drawn[count++] = i;
        width = Math.max(width, firstLook(params, vocabulary));
        steps |= (params.temperature() != 1 ? 1 : 0) | (params.minP() > 0 ? 2 : 0);
      }
    }
    settings.flip();
    NDArray tensor = scope.create(settings, new Shape(drawn.length, COLUMNS), DataType.FLOAT64);
    return new Draws(
        tensor,
        count == drawn.length ? drawn : Arrays.copyOf(drawn, count),
        Math.min(width, vocabulary),
        steps);
  }

  private static void put(ByteBuffer settings, SamplingRow row, int vocabulary) {
    SamplingParams params = row.params();
    settings
        .putDouble(params.temperature())
        .putDouble(topK(params, vocabulary))
        .putDouble(params.topP())
        .putDouble(params.minP())
        .putDouble(row.uniform());
  }

  private static int firstLook(SamplingParams params, int vocabulary) {
    int k = topK(params, vocabulary);
    return k == 0 && params.topP() < 1 ? FIRST_LOOK : k;
  }

  private static int topK(SamplingParams params, int vocabulary) {
    return params.topK() >= vocabulary ? 0 : params.topK();
  }
}
