package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Runs steps of a network over one pool and returns plain arrays. */
final class Stepper implements AutoCloseable {
  private final Transformer network;
  private final KvPool pool;
  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  Stepper(Transformer network, int blocks, int blockSize) {
    this.network = network;
    pool = network.newKvPool(blocks, blockSize);
  }

  KvPool pool() {
    return pool;
  }

  /** Returns the logits of the last new token of every row, [rows][vocabulary]. */
  float[][] last(Row... rows) {
    try (NDManager scope = manager.newSubManager()) {
      return split(network.forward(scope, pool, List.of(rows)));
    }
  }

  /** Returns the logits of every new token, rows one after another. */
  float[][] all(Row... rows) {
    try (NDManager scope = manager.newSubManager()) {
      return split(network.forwardAll(scope, pool, List.of(rows)));
    }
  }

  float[] scores(Row... rows) {
    try (NDManager scope = manager.newSubManager()) {
      return network.score(scope, pool, List.of(rows)).toFloatArray();
    }
  }

  private static float[][] split(NDArray logits) {
    int rows = (int) logits.getShape().get(0);
    int width = (int) logits.getShape().get(1);
    float[] values = logits.toFloatArray();
    float[][] result = new float[rows][width];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * width, result[row], 0, width);
    }
    return result;
  }

  @Override
  public void close() {
    pool.close();
    manager.close();
  }
}
