package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.Stream;

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

  /** Returns the logits of the tokens that are answered for, rows one after another. */
  float[][] answers(Row... rows) {
    try (NDManager scope = manager.newSubManager()) {
      return split(network.forward(scope, pool, List.of(rows)));
    }
  }

  /** Returns the logits of every new token, rows one after another. */
  float[][] all(Row... rows) {
    try (NDManager scope = manager.newSubManager()) {
      List<Row> all = Stream.of(rows).map(Row::answeringAll).toList();
      return split(network.forward(scope, pool, all));
    }
  }

  /** Returns the values of the tokens that are answered for, rows one after another. */
  float[][] values(Row... rows) {
    try (NDManager scope = manager.newSubManager()) {
      return split(network.values(scope, pool, List.of(rows)));
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
