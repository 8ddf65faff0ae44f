package io.metagen.trainer.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores whole rows of prompt, solution and end-of-text with an outcome reward model. One thread
 * owns it.
 */
public final class RewardScorer implements AutoCloseable {

  private static final int ROWS = 64;
  private static final int BLOCK = 16;

  private final NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
  private final Transformer model;
  private final KvPool pool;
  private final int blocksPerRow;

  /** Loads a reward model from a folder in the Hugging Face layout. */
  public RewardScorer(Path folder, Transformer.Options options) {
    model = Transformer.load(folder, options);
    blocksPerRow = model.config().maxPositions() / BLOCK;
    pool = model.newKvPool(ROWS * blocksPerRow, BLOCK);
  }

  /** Returns the probability, 0 to 1, that each row's answer is right. */
  public float[] score(List<int[]> rows) {
    List<Float> scores = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += ROWS) {
      try (NDManager scope = manager.newSubManager()) {
        List<Row> batch = batch(rows.subList(from, Math.min(rows.size(), from + ROWS)));
        NDArray logits = model.values(scope, pool, batch);
        for (float logit : logits.toFloatArray()) {
          scores.add((float) (1 / (1 + Math.exp(-logit))));
        }
      }
    }
    float[] result = new float[scores.size()];
    IntStream.range(0, result.length).forEach(i -> result[i] = scores.get(i));
    return result;
  }

  private List<Row> batch(List<int[]> rows) {
    return IntStream.range(0, rows.size())
        .mapToObj(i -> new Row(rows.get(i), 0, blocks(i, rows.get(i).length)))
        .toList();
  }

  private int[] blocks(int row, int length) {
    int first = row * blocksPerRow;
    return IntStream.range(first, first + (length + BLOCK - 1) / BLOCK).toArray();
  }

  @Override
  public void close() {
    pool.close();
    model.close();
    manager.close();
  }
}
