package io.metagen.bench.gguf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RandomCheckpoint;
import io.metagen.transformer.RopeScaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlamaConverterTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void interleaved_twoHeadsOfFour_bringsTheHalvesOfEachTogether() {
    float[] rows = {0, 0, 1, 1, 2, 2, 3, 3, 10, 10, 11, 11, 12, 12, 13, 13};
    assertThat(LlamaConverter.interleaved(rows, 2, 4))
        .containsExactly(0, 0, 2, 2, 1, 1, 3, 3, 10, 10, 12, 12, 11, 11, 13, 13);
  }

  @Test
  void convert_q80_hasEveryWeightAndItsMatricesInBlocks() throws IOException {
    RandomCheckpoint.write(config(Family.LLAMA), 1, folder, _ -> {});
    Path f32 = folder.resolve("f32.gguf");
    Path q80 = folder.resolve("q80.gguf");
    LlamaConverter.convert(folder, f32, GgufType.F32, _ -> {});
    LlamaConverter.convert(folder, q80, GgufType.Q8_0, _ -> {});

    long weights = config(Family.LLAMA).parameters();
    long norms = 32 * 5;
    String header = new String(Files.readAllBytes(f32), ISO_8859_1);
    assertThat(header)
        .startsWith("GGUF")
        .contains(
            "llama.rope.dimension_count", "no_vocab", "output.weight", "blk.1.ffn_down.weight");
    // The header lists 21 tensors in some 2 kB; what follows is the weights.
    assertThat(Files.size(f32)).isBetween(weights * 4, weights * 4 + 4096);
    long packed = norms * 4 + (weights - norms) / 32 * 34;
    assertThat(Files.size(q80)).isBetween(packed, packed + 4096);
  }

  @Test
  void convert_anotherFamily_throws() {
    RandomCheckpoint.write(config(Family.QWEN3), 1, folder, _ -> {});
    assertThatThrownBy(
            () -> LlamaConverter.convert(folder, folder.resolve("x.gguf"), GgufType.F32, _ -> {}))
        .hasMessageContaining("Qwen3ForCausalLM: only a plain Llama converts");
  }

  private static ModelConfig config(Family family) {
    return new ModelConfig(
        family.architecture(Head.LANGUAGE),
        family,
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
        family == Family.QWEN3,
        0,
        Head.LANGUAGE);
  }
}
