package io.metagen.trainer.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How probable a model finds a text behind others that share a prompt. One thread owns it. */
final class TextChances implements AutoCloseable {

  /** Texts in a step. */
  private static final int ROWS = 64;

  private static final int BLOCK = 16;

  private final NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
  private final Transformer model;
  private final KvPool pool;

  /** Loads a model from a folder in the Hugging Face layout. */
  TextChances(Path folder, Transformer.Options options) {
    model = Transformer.load(folder, options);
    pool = model.newKvPool((ROWS + 1) * (model.config().maxPositions() / BLOCK + 1), BLOCK);
  }

  /** As {@link TextModel#chances} says. */
  List<Double> of(String prompt, List<String> middles, String text) {
    int[] tokens = TaskVocabulary.encode(text);
    List<Double> chances = new ArrayList<>();
    for (int from = 0; from < middles.size(); from += ROWS) {
      List<String> part = middles.subList(from, Math.min(middles.size(), from + ROWS));
      Forks forks = new Forks(model, pool);
      Row read = forks.prompt(TaskVocabulary.encode(prompt));
      try (NDManager scope = manager.newSubManager()) {
        model.forward(scope, pool, List.of(read));
        List<Row> rows = part.stream().map(middle -> row(read, middle, tokens, forks)).toList();
        chances.addAll(products(model.forward(scope, pool, rows), tokens));
      }
    }
    return chances;
  }

  /** Answers for the middle's last token and all of the text's but its last. */
  private static Row row(Row prompt, String middle, int[] text, Forks forks) {
    int[] before = TaskVocabulary.encode(middle);
    int[] tokens = Arrays.copyOf(before, before.length + text.length - 1);
    System.arraycopy(text, 0, tokens, before.length, text.length - 1);
    int[] blocks = forks.fork(prompt, tokens.length);
    return new Row(tokens, prompt.tokens().length, blocks)
        .answering(IntStream.range(before.length - 1, tokens.length).toArray());
  }

  /** One product for each text, whose tokens' logits come one after another. */
  private static List<Double> products(NDArray logits, int[] tokens) {
    NDArray logprobs = logits.logSoftmax(1);
    float[] values = logprobs.toFloatArray();
    int width = Math.toIntExact(logprobs.getShape().get(1));
    List<Double> products = new ArrayList<>();
    for (int first = 0; first * width < values.length; first += tokens.length) {
      double sum = 0;
      for (int i = 0; i < tokens.length; i++) {
        sum += values[(first + i) * width + tokens[i]];
      }
      products.add(Math.exp(sum));
    }
    return products;
  }

  @Override
  public void close() {
    pool.close();
    model.close();
    manager.close();
  }
}
