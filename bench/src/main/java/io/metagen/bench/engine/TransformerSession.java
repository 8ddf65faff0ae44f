package io.metagen.bench.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A workload in place on this project's side. Blocks of a common prefix are shared by all
 * sequences, as the prefix cache would have it. Reading the logits is what sampling would do where
 * they lie, so none are copied out; the forward has ended when the call returns, on a GPU when one
 * number of them was read.
 */
final class TransformerSession implements Session {
  /** Tokens in one step while contexts are filled. */
  private static final int FILL_TOKENS = 512;

  private final Transformer network;
  private final NDManager manager;
  private final Workload workload;
  private final int[][] blocks;
  private final KvPool pool;
  private int steps;

  TransformerSession(Transformer network, NDManager manager, Workload workload) {
    this.network = network;
    this.manager = manager;
    this.workload = workload;
    int shared = workload.shared() / TransformerEngine.BLOCK_SIZE;
    int own = TransformerEngine.blocks(workload.positions()) - shared;
    blocks =
        IntStream.range(0, workload.sequences())
            .mapToObj(s -> IntStream.range(0, shared + own).map(b -> b < shared ? b : s * own + b))
            .map(IntStream::toArray)
            .toArray(int[][]::new);
    pool = network.newKvPool(shared + own * workload.sequences(), TransformerEngine.BLOCK_SIZE);
    fill();
  }

  private void fill() {
    for (int s = 0; s < workload.sequences(); s++) {
      int start = s == 0 ? 0 : workload.shared();
      while (start < workload.context()) {
        int end = Math.min(workload.context(), start + FILL_TOKENS);
        forward(List.of(new Row(workload.slice(s, start, end), start, blocks[s])));
        start = end;
      }
    }
  }

  @Override
  public void run(int count) {
    for (int i = 0; i < count; i++, steps++) {
      if (workload.measure() == Measure.PREFILL) {
        forward(List.of(new Row(workload.tokens()[0], 0, blocks[0])));
      } else {
        decode(workload.context() + steps % Workload.WINDOW);
      }
    }
  }

  private void decode(int position) {
    List<Row> rows = new ArrayList<>();
    for (int s = 0; s < workload.sequences(); s++) {
      rows.add(new Row(workload.slice(s, position, position + 1), position, blocks[s]));
    }
    forward(rows);
  }

  private void forward(List<Row> rows) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray logits = network.forward(scope, pool, rows);
      if (network.device().isGpu()) {
        first(logits);
      }
    }
  }

  /** Returns the first number; a GPU works on after a call has returned, until one is read. */
  static float first(NDArray logits) {
    return logits.get("0, 0").getFloat();
  }

  @Override
  public String setup() {
    return "";
  }

  @Override
  public void close() {
    pool.close();
  }
}
