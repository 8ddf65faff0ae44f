package io.metagen.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.task.Split;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.AdamW;
import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.Precision;
import io.metagen.transformer.RopeScaling;
import io.metagen.transformer.TrainableTransformer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingRunTest {

  private static final ModelConfig TINY =
      new ModelConfig(
          Family.LLAMA.architecture(Head.LANGUAGE),
          Family.LLAMA,
          32,
          2,
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

  /**
   * Threads add in no fixed order, so two runs differ in last bits; a lost state differs by 1e-3.
   */
  private static final Offset<Float> ROUNDING = Offset.offset(2e-5f);

  @Test
  void run_tinyNetwork_lowersTheLoss(@TempDir Path folder) {
    List<Double> losses = new ArrayList<>();
    train(folder, new Budget.Tokens(60_000), losses);
    assertThat(losses.getFirst()).isGreaterThan(5);
    assertThat(losses.getLast()).isLessThan(3.5);
  }

  @Test
  void run_stoppedAndResumed_endsWithTheSameWeightsAsInOneGo(@TempDir Path folder) {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    Map<String, float[]> expected = train(whole, new Budget.Tokens(30_000), new ArrayList<>());
    assertThatThrownBy(() -> trainUntilCrash(parts, new Budget.Tokens(30_000))).hasMessage("crash");
    assertThat(new Checkpoints(parts).position().steps()).isEqualTo(16);
    Map<String, float[]> actual = train(parts, new Budget.Tokens(30_000), new ArrayList<>());
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) -> assertThat(actual.get(name)).as(name).containsExactly(values, ROUNDING));
  }

  private static Map<String, float[]> train(Path folder, Budget budget, List<Double> losses) {
    return train(folder, budget, (_, _, loss) -> losses.add(loss));
  }

  /** Fails in the second round, after the checkpoint that follows the first. */
  private static void trainUntilCrash(Path folder, Budget budget) {
    train(
        folder,
        budget,
        (position, _, _) -> {
          if (position.steps() == 20) {
            throw new IllegalStateException("crash");
          }
        });
  }

  private static Map<String, float[]> train(Path folder, Budget budget, Progress progress) {
    Checkpoints checkpoints = new Checkpoints(folder);
    Recipe recipe =
        new Recipe(
            Objective.NEXT_TOKEN,
            budget,
            new Schedule(3e-3, 0.1, 0.1),
            new AdamW.Settings(0.9, 0.95, 1e-8, 0.01, 1, 0, 1),
            Precision.F32);
    AtomicLong minutes = new AtomicLong();
    InstantSource hasty = () -> Instant.EPOCH.plusSeconds(60 * minutes.incrementAndGet());
    try (TrainableTransformer network =
            checkpoints.present()
                ? TrainableTransformer.load(checkpoints.model())
                : TrainableTransformer.random(TINY, 1);
        TrainingRun run =
            new TrainingRun(
                network, recipe, new ProblemBatches(1, Split.TRAIN, 8, 0.5), checkpoints, hasty)) {
      run.run(progress);
      Map<String, float[]> weights = new TreeMap<>();
      network.parameters().forEach((name, tensor) -> weights.put(name, tensor.toFloatArray()));
      return weights;
    }
  }
}
