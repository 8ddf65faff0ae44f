package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomCheckpointTest {
  private static final ModelConfig CONFIG =
      new ModelConfig(
          "LlamaForCausalLM",
          Family.LLAMA,
          32,
          2,
          4,
          2,
          8,
          64,
          101,
          64,
          1e-5f,
          10_000,
          new RopeScaling.None(),
          false,
          false,
          false,
          0,
          Head.LANGUAGE);

  @TempDir private Path folder = Path.of("");

  @Test
  void write_seed_hasTheWeightsOfAFreshNetworkWithThatSeed() {
    AtomicLong written = new AtomicLong();
    RandomCheckpoint.write(CONFIG, 7, folder, written::addAndGet);

    assertThat(written).hasValue(CONFIG.parameters());
    try (TrainableTransformer fresh = TrainableTransformer.random(CONFIG, 7);
        CheckpointTensors tensors = CheckpointTensors.open(folder)) {
      assertThat(tensors.config()).isEqualTo(CONFIG);
      Map<String, NDArray> parameters = fresh.parameters();
      assertThat(parameters).hasSize(21);
      parameters.forEach(
          (name, values) -> {
            assertThat(tensors.values(name)).isEqualTo(values.toFloatArray());
            assertThat(tensors.shape(name))
                .containsExactly(
                    Arrays.stream(values.getShape().getShape()).boxed().toArray(Long[]::new));
          });
    }
  }

  @Test
  void values_unknownTensor_throws() {
    RandomCheckpoint.write(CONFIG, 7, folder, _ -> {});
    try (CheckpointTensors tensors = CheckpointTensors.open(folder)) {
      assertThatThrownBy(() -> tensors.values("nothing")).hasMessageContaining("no tensor nothing");
    }
  }
}
