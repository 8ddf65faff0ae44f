package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metagen.transformer.kernel.KvType;
import io.metagen.transformer.reference.RandomCheckpoint;
import io.metagen.transformer.reference.ReferenceNetwork;
import io.metagen.transformer.reference.Rounding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrices that are excepted from their network's precision. */
final class MixedPrecisionTest {
  private static final int[] TOKENS = new Random(5).ints(60, 0, Checkpoints.VOCABULARY).toArray();

  @ParameterizedTest
  @EnumSource(names = {"LLAMA", "LLAMA_TIED", "QWEN3"})
  void forward_everyMatrixExcepted_sameBitsAsThatPrecision(
      Checkpoints checkpoint, @TempDir Path folder) throws IOException {
    write(folder, checkpoint);
    for (Precision base : Precision.values()) {
      for (Precision other : Precision.values()) {
        assertThat(logits(folder, base, "*=" + other.name().toLowerCase(Locale.ROOT)))
            .as("%s, all in %s", base, other)
            .isDeepEqualTo(logits(folder, other, "none"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "embed_tokens",
        "lm_head",
        "layers.0.self_attn",
        "layers.1.self_attn.o_proj",
        "layers.1.mlp.*_proj",
        "layers.0.mlp.down_proj"
      })
  void forward_oneExceptionFromF32_roundsThatMatrixAsTheReferenceDoes(
      String pattern, @TempDir Path folder) throws IOException {
    RandomCheckpoint.write(folder, Checkpoints.LLAMA_TIED.json(), "F32", 17);
    double[][] exact = ReferenceNetwork.read(folder).logits(TOKENS);
    for (Precision precision : List.of(Precision.BF16, Precision.INT8)) {
      PrecisionExceptions.Rule rule = new PrecisionExceptions.Rule(pattern, precision);
      double[][] mixed = reference(folder, rule);
      double[][] found = logits(folder, Precision.F32, rule.toString());
      assertThat(distance(found, mixed)).as("%s", rule).isLessThan(distance(exact, mixed) / 3);
    }
  }

  private static double[][] reference(Path folder, PrecisionExceptions.Rule rule)
      throws IOException {
    Rounding rounding = Rounding.valueOf(rule.precision().name());
    return ReferenceNetwork.read(
            folder, matrix -> rule.matches(matrix) ? rounding : Rounding.NONE, Rounding.NONE)
        .logits(TOKENS);
  }

  @Test
  void load_severalRulesMatch_lastOneCounts(@TempDir Path folder) throws IOException {
    write(folder, Checkpoints.LLAMA);
    assertThat(fingerprint(folder, "layers=f32,layers.1.mlp=bf16,layers.1.mlp=int8"))
        .isEqualTo(fingerprint(folder, "layers.0=f32,layers.1.self_attn=f32"));
  }

  @Test
  void fingerprint_exceptions_dependsOnWhatTheyChange(@TempDir Path folder) throws IOException {
    write(folder, Checkpoints.LLAMA);
    assertThat(fingerprint(folder, "lm_head=f32"))
        .isEqualTo(fingerprint(folder, "lm_*.weight=f32"))
        .isNotEqualTo(fingerprint(folder, "lm_head=bf16"))
        .isNotEqualTo(fingerprint(folder, "none"));
    assertThat(fingerprint(folder, "lm_head=int8")).isEqualTo(fingerprint(folder, "none"));
  }

  @ParameterizedTest
  @CsvSource({
    "LLAMA, lm_hed=f32, lm_hed=f32: matches no matrix",
    "LLAMA, layers.2=f32, layers.2=f32: matches no matrix",
    "LLAMA, norm=f32, norms",
    "LLAMA_SCALAR, lm_head=f32, lm_head=f32: matches no matrix",
    "LLAMA_SCALAR, score=f32, heads of values are always f32",
    "QWEN2_PROCESS, score=f32, heads of values are always f32",
    "QWEN2_VALUE, v_head=f32, heads of values are always f32",
    "QWEN2_VALUE, lm_head=f32, lm_head=f32: matches no matrix",
    "LLAMA, layers.0.mlp.up_proj=f32, layers.0.mlp.gate_proj.weight",
    "LLAMA, k_proj=f32, multiplied as one matrix"
  })
  void load_exceptionThatDoesNotFit_namesIt(
      Checkpoints checkpoint, String exceptions, String message, @TempDir Path folder)
      throws IOException {
    write(folder, checkpoint);
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> load(folder, Precision.INT8, exceptions).close())
        .withMessageContaining(message)
        .withMessageContaining("precision exceptions");
  }

  private static void write(Path folder, Checkpoints checkpoint) throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 17);
  }

  private static Transformer load(Path folder, Precision base, String exceptions) {
    return Transformer.load(
        folder,
        Transformer.Options.cpu(base)
            .with(KvOptions.of(KvType.F32))
            .with(PrecisionExceptions.of(exceptions)));
  }

  private static String fingerprint(Path folder, String exceptions) {
    try (Transformer network = load(folder, Precision.INT8, exceptions)) {
      return network.fingerprint();
    }
  }

  private static double[][] logits(Path folder, Precision base, String exceptions) {
    try (Transformer network = load(folder, base, exceptions);
        Stepper stepper = new Stepper(network, 4, 16)) {
      return Arrays.stream(stepper.all(new Row(TOKENS, 0, new int[] {0, 1, 2, 3})))
          .map(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray())
          .toArray(double[][]::new);
    }
  }

  /** Root mean square of the differences. */
  private static double distance(double[][] a, double[][] b) {
    double sum = 0;
    for (int t = 0; t < a.length; t++) {
      for (int i = 0; i < a[t].length; i++) {
        sum += Math.pow(a[t][i] - b[t][i], 2);
      }
    }
    return Math.sqrt(sum / a.length / a[0].length);
  }
}
