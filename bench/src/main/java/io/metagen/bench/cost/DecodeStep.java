package io.metagen.bench.cost;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * One step, run again and again: a new token for each sequence at the end of its context. All
 * contexts have the same tokens, in blocks of their own where the paths say so, so that each is
 * read from memory of its own.
 */
final class DecodeStep implements AutoCloseable {

  /** Tokens in one step while the context is filled. */
  private static final int FILL_TOKENS = 512;

  private final Transformer network;
  private final NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
  private final KvPool pool;
  private final List<Row> rows = new ArrayList<>();

  /** Puts the contexts in place; tokens are drawn from {@code random}. */
  DecodeStep(Transformer network, BlockPaths paths, Random random) {
    this.network = network;
    pool = network.newKvPool(paths.distinctBlocks(), BlockPaths.BLOCK_SIZE);
    int vocabulary = network.config().vocabularySize();
    int[] tokens = random.ints(paths.context(), 0, vocabulary).toArray();
    int[] first = paths.blocks()[0];
    for (int start = 0; start < tokens.length; start += FILL_TOKENS) {
      int end = Math.min(tokens.length, start + FILL_TOKENS);
      forward(List.of(new Row(Arrays.copyOfRange(tokens, start, end), start, first)));
    }
    copyTo(paths.blocks());
    for (int[] blocks : paths.blocks()) {
      rows.add(new Row(new int[] {random.nextInt(vocabulary)}, paths.context(), blocks));
    }
  }

  /** Copies the first path's context to the blocks that it has not. */
  private void copyTo(int[][] paths) {
    BitSet filled = new BitSet();
    Arrays.stream(paths[0]).forEach(filled::set);
    for (int[] path : paths) {
      for (int i = 0; i < path.length - 1; i++) {
        if (!filled.get(path[i])) {
          network.copyBlock(pool, paths[0][i], path[i]);
          filled.set(path[i]);
        }
      }
    }
  }

  /** Runs the step and waits for its logits. */
  void run() {
    forward(rows);
  }

  private void forward(List<Row> step) {
    try (NDManager scope = manager.newSubManager()) {
      network.forward(scope, pool, step);
    }
  }

  @Override
  public void close() {
    pool.close();
    manager.close();
  }
}
