package io.metagen.trainer.perplexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.metagen.task.ProblemSource;
import io.metagen.task.Split;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.training.ProblemBatches;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RandomCheckpoint;
import io.metagen.transformer.RopeScaling;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.kernel.Masses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaderTest {

  @Test
  void read_severalSolutions_asTokenByTokenForEach(@TempDir Path folder) {
    RandomCheckpoint.write(tiny(), 5, folder, _ -> {});
    List<Example> examples =
        new ProblemSource(3)
            .distinct(Split.TEST, 3, 19)
            .map(problem -> ProblemBatches.example(problem, problem.solution()))
            .toList();
    List<Surprise> surprises;
    try (Reader reader = new Reader(folder, Setting.F32)) {
      surprises = reader.read(examples, _ -> {});
    }
    assertThat(surprises).hasSameSizeAs(examples);
    for (int i : new int[] {0, 15, 18}) {
      Example example = examples.get(i);
      assertThat(surprises.get(i).tokens())
          .isEqualTo(example.sequence(0).length - example.prompt().length);
      assertThat(surprises.get(i).nats())
          .as("problem %d", i)
          .isCloseTo(nats(folder, example), within(1e-3));
    }
  }

  @Test
  void read_blocksAreGivenUp_asTokenByTokenForEach(@TempDir Path folder) {
    RandomCheckpoint.write(tiny(), 5, folder, _ -> {});
    Setting setting = Setting.of("f32,kv-window=16,kv-sinks=8,kv-heavy=16,kv-block=8");
    List<Example> examples =
        new ProblemSource(3)
            .distinct(Split.TEST, 3, 5)
            .map(problem -> ProblemBatches.example(problem, problem.solution()))
            .toList();
    List<Surprise> surprises;
    try (Reader reader = new Reader(folder, setting)) {
      surprises = reader.read(examples, _ -> {});
    }
    for (int i = 0; i < examples.size(); i++) {
      assertThat(examples.get(i).sequence(0).length).isGreaterThan(48);
      assertThat(surprises.get(i).nats())
          .as("problem %d", i)
          .isCloseTo(natsOfHeld(folder, setting, examples.get(i)), within(1e-3))
          .isNotCloseTo(nats(folder, examples.get(i)), within(1e-3));
    }
  }

  /** One token at a time; of blocks 1 up to the last but two the one with the least goes. */
  private static double natsOfHeld(Path folder, Setting setting, Example example) {
    double nats = 0;
    List<Integer> blocks = new ArrayList<>();
    Map<Integer, Double> masses = new HashMap<>();
    try (Transformer network = Transformer.load(folder, setting.options());
        KvPool pool = network.newKvPool(32, 8);
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      for (int at = 0; at < example.sequence(0).length - 1; at++) {
        if (at % 8 == 0) {
          if (blocks.size() == 5) {
            List<Integer> middle = blocks.subList(1, 4);
            blocks.remove(Collections.min(middle, Comparator.comparing(masses::get)));
          }
          blocks.add(at / 8);
        }
        int[] held = blocks.stream().mapToInt(b -> b).toArray();
        Masses given = new Masses(1, 2, held.length);
        int evicted = (at / 8 + 1 - held.length) * 8;
        Row row = new Row(new int[] {example.sequence(0)[at]}, at, evicted, held, given);
        float[] logits = network.forward(manager, pool, List.of(row)).toFloatArray();
        for (int i = 0; i < held.length; i++) {
          masses.merge(held[i], given.of(0)[i], Double::sum);
        }
        if (at + 1 >= example.prompt().length) {
          nats += surprise(logits, example.sequence(0)[at + 1]);
        }
      }
    }
    return nats;
  }

  private static double surprise(float[] logits, int token) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    return Math.log(sum) - logits[token];
  }

  /** The same from the logits after each prefix, in double precision. */
  private static double nats(Path folder, Example example) {
    double nats = 0;
    try (Transformer network = Transformer.load(folder, Setting.F32.options());
        KvPool pool = network.newKvPool(16, 16);
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      int[] blocks = IntStream.range(0, 16).toArray();
      for (int at = example.prompt().length; at < example.sequence(0).length; at++) {
        Row prefix = new Row(Arrays.copyOf(example.sequence(0), at), 0, blocks);
        float[] logits = network.forward(manager, pool, List.of(prefix)).toFloatArray();
        nats += surprise(logits, example.sequence(0)[at]);
      }
    }
    return nats;
  }

  private static ModelConfig tiny() {
    return new ModelConfig(
        Family.LLAMA.architecture(Head.LANGUAGE),
        Family.LLAMA,
        32,
        1,
        2,
        2,
        16,
        64,
        TaskVocabulary.size(),
        256,
        1e-5f,
        10_000,
        new RopeScaling.None(),
        false,
        false,
        false,
        0,
        Head.LANGUAGE);
  }
}
