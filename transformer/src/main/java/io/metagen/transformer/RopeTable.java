package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Cosines and sines of the rotary embedding (Su et al. 2021, section 3.4), [positions, headDim / 2]
 * each, computed in double precision.
 */
record RopeTable(NDArray cos, NDArray sin) implements AutoCloseable {

  static RopeTable of(ModelConfig config, int positions, NDManager manager) {
    int half = config.headDim() / 2;
    float[] cos = new float[Math.multiplyExact(positions, half)];
    float[] sin = new float[cos.length];
    for (int pair = 0; pair < half; pair++) {
      double frequency = frequency(config, pair);
      for (int position = 0; position < positions; position++) {
        cos[position * half + pair] = (float) Math.cos(position * frequency);
        sin[position * half + pair] = (float) Math.sin(position * frequency);
      }
    }
    Shape shape = new Shape(positions, half);
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
