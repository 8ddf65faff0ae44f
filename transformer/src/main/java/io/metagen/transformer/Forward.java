package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.metagen.transformer.kernel.StepTimes;
import java.util.List;
import java.util.Optional;

/** How a step of one loaded network runs: by kernels of our own on CPUs, by libtorch elsewhere. */
sealed interface Forward extends AutoCloseable permits CpuForward, DeviceForward {

  /** Loads a network's weights to the manager's device. */
  @FunctionalInterface
  interface Loader {
    Forward load(Loading loading, NDManager manager);
  }

  /** The rows of a step. */
  record Batch(List<Row> rows) {

    /** Returns the number of new tokens. */
    int tokens() {
      return rows.stream().mapToInt(row -> row.tokens().length).sum();
    }

    /** Returns how many tokens are answered for. */
    int answers() {
      return rows.stream().mapToInt(row -> row.answers().length).sum();
    }
  }

  /** Returns fresh memory for keys and values. */
  KvPool newKvPool(int blocks, int blockSize);

  /**
   * Returns the answers of a step, f32, on the scope.
   *
   * @param method {@code logits} or {@code values}
   * @param pool memory that this object made
   */
  NDArray run(String method, NDManager scope, KvPool pool, Batch batch);

  /** Copies a block in every layer of a pool. */
  void copyBlock(KvPool pool, int from, int to);

  /** Returns where the time of its steps went, where that is known. */
  Optional<StepTimes> times();

  @Override
  void close();
}
