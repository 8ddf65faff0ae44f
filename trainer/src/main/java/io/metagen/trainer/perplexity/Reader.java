package io.metagen.trainer.perplexity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.trainer.training.Example;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Reads solutions with a network and tells how likely each was. One thread owns it. */
final class Reader implements AutoCloseable {

  private static final int ROWS = 16;

  private final NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
  private final Transformer network;
  private final Memory memory;

  /** Loads a generator from a folder in the Hugging Face layout. */
  Reader(Path folder, Setting setting) {
    network = Transformer.load(folder, setting.options());
    memory = new Memory(network, setting, ROWS);
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

  /** Reads step by step as far as no row has to give up blocks: all at once if none ever has. */
  private List<Surprise> readBatch(List<Example> batch) {
    List<Passage> passages = batch.stream().map(e -> new Passage(e, memory.newTable())).toList();
    for (List<Passage> open = passages; !open.isEmpty(); open = open(open)) {
      step(open);
    }
    passages.forEach(Passage::close);
    return passages.stream().map(Passage::surprise).toList();
  }

  private static List<Passage> open(List<Passage> passages) {
    return passages.stream().filter(passage -> passage.next() > 0).toList();
  }

  private void step(List<Passage> passages) {
    List<Row> rows = passages.stream().map(p -> p.row(network.config().heads())).toList();
    try (NDManager scope = manager.newSubManager()) {
      NDArray logprobs = network.forward(scope, memory.pool(), rows).logSoftmax(1);
      Logprobs values = new Logprobs(logprobs.toFloatArray(), network.config().vocabularySize());
      int first = 0;
      for (int i = 0; i < rows.size(); i++) {
        passages.get(i).read(rows.get(i), values, first);
        first += rows.get(i).tokens().length;
      }
    }
  }

  @Override
  public void close() {
    memory.close();
    network.close();
    manager.close();
  }
}
