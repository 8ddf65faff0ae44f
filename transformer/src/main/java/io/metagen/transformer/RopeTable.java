package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Cosines and sines of the rotary embedding (Su et al. 2021, section 3.4), [positions, headDim]
 * each, computed in double precision. Both halves of a row belong to the same pairs; the sines of
 * the first are negative, so that a head turns by {@code x * cos + (x with its halves swapped) *
 * sin}.
 */
record RopeTable(NDArray cos, NDArray sin) implements AutoCloseable {

  static RopeTable of(ModelConfig config, int positions, NDManager manager) {
    int width = config.headDim();
    int half = width / 2;
    float[] cos = new float[Math.multiplyExact(positions, width)];
    float[] sin = new float[cos.length];
    for (int pair = 0; pair < half; pair++) {
      double frequency = frequency(config, pair);
      for (int position = 0; position < positions; position++) {
        int at = position * width + pair;
        cos[at] = (float) Math.cos(position * frequency);
        cos[at + half] = cos[at];
        sin[at + half] = (float) Math.sin(position * frequency);
        sin[at] = -sin[at + half];
      }
    }
    Shape shape = new Shape(positions, width);
    return new RopeTable(manager.create(cos, shape), manager.create(sin, shape));
  }

  /** By how much a pair of dimensions turns from one position to the next, in radians. */
  static double frequency(ModelConfig config, int pair) {
    int half = config.headDim() / 2;
    return config.ropeScaling().scale(Math.pow(config.ropeTheta(), -(double) pair / half));
  }

  /** Returns a table with at least so many positions, this one or a longer one in its place. */
  RopeTable covering(int positions, ModelConfig config, NDManager manager) {
    long have = cos.getShape().get(0);
    if (positions <= have) {
      return this;
    }
    close();
    int longer = (int) Math.min(config.maxPositions(), Math.max(positions, 2 * have));
    return of(config, longer, manager);
  }

  @Override
  public void close() {
    cos.close();
    sin.close();
  }
}
