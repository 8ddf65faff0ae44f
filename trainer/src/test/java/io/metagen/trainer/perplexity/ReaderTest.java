package io.metagen.trainer.perplexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.metagen.trainer.task.ProblemSource;
import io.metagen.trainer.task.Split;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.training.ProblemBatches;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.Family;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RandomCheckpoint;
import io.metagen.transformer.RopeScaling;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
          .isEqualTo(example.tokens().length - example.promptLength());
      assertThat(surprises.get(i).nats())
          .as("problem %d", i)
          .isCloseTo(nats(folder, example), within(1e-3));
    }
  }

  /** The same from the logits after each prefix, in double precision. */
  private static double nats(Path folder, Example example) {
    double nats = 0;
    try (Transformer network = Transformer.load(folder, Setting.F32.options());
        KvPool pool = network.newKvPool(16, 16);
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      int[] blocks = IntStream.range(0, 16).toArray();
      for (int at = example.promptLength(); at < example.tokens().length; at++) {
        Row prefix = new Row(Arrays.copyOf(example.tokens(), at), 0, blocks);
        float[] logits = network.forward(manager, pool, List.of(prefix)).toFloatArray();
        double sum = 0;
        for (float logit : logits) {
          sum += Math.exp(logit);
        }
        nats += Math.log(sum) - logits[example.tokens()[at]];
      }
    }
    return nats;
  }

  private static ModelConfig tiny() {
    return new ModelConfig(
        Family.LLAMA.architecture(false),
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
        false);
  }
}
