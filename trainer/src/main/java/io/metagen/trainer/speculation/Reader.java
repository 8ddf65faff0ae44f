package io.metagen.trainer.speculation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads several texts and keeps what it has computed of each; a text may change behind what it
 * keeps. One thread owns it.
 */
final class Reader implements AutoCloseable {

  private static final int BLOCK = 16;

  private final NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
  private final Transformer model;
  private final double temperature;
  private final KvPool pool;
  private final int blocksPerText;

  /** For each text, how many of its first tokens have keys and values in the pool. */
  private final int[] read;

  /**
   * @param model is not closed with it
   * @param texts how many there are
   */
  Reader(Transformer model, double temperature, int texts) {
    this.model = model;
    this.temperature = temperature;
    blocksPerText = Math.ceilDiv(model.config().maxPositions(), BLOCK);
    pool = model.newKvPool(texts * blocksPerText, BLOCK);
    read = new int[texts];
  }

  /**
   * What to read: a text, by its number, and how many of its last tokens are to be answered for.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Text(int number, int[] tokens, int answers) {}

  /** Returns for each text the distributions behind its last tokens, in their order. */
  List<List<Law>> laws(List<Text> texts) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray logits = model.forward(scope, pool, texts.stream().map(this::row).toList());
      int width = Math.toIntExact(logits.getShape().get(1));
      float[] values = logits.toFloatArray();
      List<List<Law>> laws = new ArrayList<>();
      int next = 0;
      for (Text text : texts) {
        int first = next;
        laws.add(
            IntStream.range(first, first + text.answers)
                .mapToObj(row -> Law.softmax(values, row, width, temperature))
                .toList());
        next += text.answers;
        read[text.number] = text.tokens.length;
      }
      return laws;
    }
  }

  /** Forgets what lies behind the first tokens of a text. */
  void keep(int text, int tokens) {
    read[text] = Math.min(read[text], tokens);
  }

  /** Forgets a text. */
  void forget(int text) {
    read[text] = 0;
  }

  private Row row(Text text) {
    int[] fresh = Arrays.copyOfRange(text.tokens, read[text.number], text.tokens.length);
    int first = text.number * blocksPerText;
    int[] blocks = IntStream.range(first, first + blocksPerText).toArray();
    return new Row(fresh, read[text.number], blocks)
        .answering(IntStream.range(fresh.length - text.answers, fresh.length).toArray());
  }

  @Override
  public void close() {
    pool.close();
    manager.close();
  }
}
