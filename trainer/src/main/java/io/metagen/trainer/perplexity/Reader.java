package io.metagen.trainer.perplexity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.trainer.training.Example;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Reads solutions with a network and tells how likely each was. One thread owns it. */
final class Reader implements AutoCloseable {
  private static final int ROWS = 16;
  private static final int BLOCK = 16;

  private final NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
  private final Transformer network;
  private final KvPool pool;
  private final int blocksPerRow;

  /** Loads a generator from a folder in the Hugging Face layout. */
  Reader(Path folder, Setting setting) {
    network = Transformer.load(folder, setting.options());
    blocksPerRow = Math.ceilDiv(network.config().maxPositions(), BLOCK);
    pool = network.newKvPool(ROWS * blocksPerRow, BLOCK);
  }

  /**
   * Returns the surprise of each row's tokens after its prompt.
   *
   * @param progress hears how many rows were read since it last heard
   */
  List<Surprise> read(List<Example> examples, IntConsumer progress) {
    List<Surprise> surprises = new ArrayList<>();
    for (int from = 0; from < examples.size(); from += ROWS) {
      List<Example> batch = examples.subList(from, Math.min(from + ROWS, examples.size()));
      surprises.addAll(readBatch(batch));
      progress.accept(batch.size());
    }
    return surprises;
  }

  private List<Surprise> readBatch(List<Example> batch) {
    List<Row> rows =
        IntStream.range(0, batch.size()).mapToObj(i -> row(i, batch.get(i).tokens())).toList();
    List<Surprise> surprises = new ArrayList<>();
    try (NDManager scope = manager.newSubManager()) {
      NDArray logprobs = network.forwardAll(scope, pool, rows).logSoftmax(1);
      float[] values = logprobs.toFloatArray();
      int start = 0;
      for (Example example : batch) {
        surprises.add(surprise(values, start, example));
        start += example.tokens().length;
      }
    }
    return surprises;
  }

  private Row row(int number, int[] tokens) {
    int first = number * blocksPerRow;
    return new Row(tokens, 0, IntStream.range(first, first + blocksPerRow).toArray());
  }

  /** A token's log-probability stands at the position before it. */
  private Surprise surprise(float[] logprobs, int start, Example example) {
    int[] tokens = example.tokens();
    int vocabulary = network.config().vocabularySize();
    double nats = 0;
    for (int at = example.promptLength(); at < tokens.length; at++) {
      nats -= logprobs[(start + at - 1) * vocabulary + tokens[at]];
    }
    return new Surprise(nats, tokens.length - example.promptLength());
  }

  @Override
  public void close() {
    pool.close();
    network.close();
    manager.close();
  }
}
