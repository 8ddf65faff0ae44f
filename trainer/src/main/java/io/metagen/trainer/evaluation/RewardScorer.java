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

/**
 * Scores solutions with an outcome or a process reward model. The solutions of one problem share
 * its prompt. One thread owns it.
 */
public final class RewardScorer implements AutoCloseable {

  /** Solutions in a step. */
  private static final int ROWS = 64;

  private static final int BLOCK = 16;

  private final NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
  private final Transformer model;
  private final KvPool pool;
  private final boolean bySteps;

  /**
   * Loads a reward model from a folder in the Hugging Face layout.
   *
   * @param bySteps whether it scores every line, not the solution's end
   */
  public RewardScorer(Path folder, Transformer.Options options, boolean bySteps) {
    model = Transformer.load(folder, options);
    pool = model.newKvPool((ROWS + 1) * (model.config().maxPositions() / BLOCK + 1), BLOCK);
    this.bySteps = bySteps;
  }

  /** Whether it scores every line, not the solution's end. */
  public boolean bySteps() {
    return bySteps;
  }

  /**
   * Returns for each solution of a prompt the probability, 0 to 1, that it is right so far: at each
   * line's end by a process model, at the last token by an outcome model.
   */
  List<float[]> score(int[] prompt, List<int[]> solutions) {
    List<float[]> scores = new ArrayList<>();
    for (int from = 0; from < solutions.size(); from += ROWS) {
      List<int[]> part = solutions.subList(from, Math.min(solutions.size(), from + ROWS));
      Forks forks = new Forks(model, pool);
      Row read = forks.prompt(prompt);
      try (NDManager scope = manager.newSubManager()) {
        model.values(scope, pool, List.of(read));
        List<Row> rows = part.stream().map(tokens -> row(tokens, read, forks)).toList();
        split(rows, probabilities(model.values(scope, pool, rows)), scores);
      }
    }
    return scores;
  }

  private Row row(int[] tokens, Row prompt, Forks forks) {
    int[] blocks = forks.fork(prompt, tokens.length);
    Row row = new Row(tokens, prompt.tokens().length, blocks);
    return bySteps
        ? row.answering(
            IntStream.range(0, tokens.length)
                .filter(i -> tokens[i] == TaskVocabulary.LINE_END)
                .toArray())
        : row;
  }

  private static float[] probabilities(NDArray logits) {
    float[] probabilities = logits.toFloatArray();
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = (float) (1 / (1 + Math.exp(-probabilities[i])));
    }
    return probabilities;
  }

  private static void split(List<Row> rows, float[] probabilities, List<float[]> into) {
    int next = 0;
    for (Row row : rows) {
      into.add(Arrays.copyOfRange(probabilities, next, next + row.answers().length));
      next += row.answers().length;
    }
  }

  @Override
  public void close() {
    pool.close();
    model.close();
    manager.close();
  }
}
