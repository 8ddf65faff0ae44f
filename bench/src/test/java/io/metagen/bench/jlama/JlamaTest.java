package io.metagen.bench.jlama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.bench.engine.Agreement;
import io.metagen.bench.engine.Engine;
import io.metagen.bench.engine.Measure;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.engine.Session;
import io.metagen.bench.engine.TransformerEngine;
import io.metagen.bench.engine.Workload;
import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RandomCheckpoint;
import io.metagen.transformer.RopeScaling;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JlamaTest {
  private static final int VOCABULARY = 256;
  private static final int SEED = 3;

  /** A width that Jlama's native kernels cut short; grouped queries. */
  private static final ModelConfig CONFIG =
      new ModelConfig(
          "LlamaForCausalLM",
          Family.LLAMA,
          192,
          2,
          6,
          3,
          32,
          320,
          VOCABULARY,
          256,
          1e-5f,
          10_000,
          new RopeScaling.None(),
          false,
          false,
          false,
          0,
          Head.LANGUAGE);

  @TempDir private Path folder = Path.of("");
  private Jlama jlama = new Jlama(folder, 2, System::nanoTime);

  @BeforeEach
  void writeCheckpoint() {
    RandomCheckpoint.write(CONFIG, SEED, folder, _ -> {});
    AtomicLong seconds = new AtomicLong();
    jlama = new Jlama(folder, 2, () -> seconds.incrementAndGet() * 1_000_000_000);
  }

  @Test
  void greedy_vectorApiInSinglePrecision_isOurs() {
    try (Engine ours = TransformerEngine.load(folder, Precision.F32);
        Engine theirs = jlama.open(folder, Precision.F32, JlamaKernels.VECTOR_API)) {
      Agreement agreement = new Agreement("seed " + SEED, VOCABULARY, SEED);
      assertThat(agreement.difference(ours, "Jlama", theirs)).isEmpty();
    }
  }

  @Test
  void run_decodingInBf16_passesTheEndOfTheWindow() {
    Workload workload = Workload.of(Measure.DECODE, 1, VOCABULARY, SEED);
    try (Engine engine = jlama.open(folder, Precision.BF16, JlamaKernels.VECTOR_API);
        Session session = engine.open(workload)) {
      session.run(Workload.WINDOW + 1);
      assertThat(session.setup()).isEqualTo("Vector API kernels");
    }
  }

  @Test
  void open_otherWorkloads_throws() {
    try (Engine engine = jlama.open(folder, Precision.F32, JlamaKernels.NATIVE)) {
      Workload four = Workload.of(Measure.DECODE, 4, VOCABULARY, SEED);
      Workload prompt = Workload.of(Measure.PREFILL, 1, VOCABULARY, SEED);
      assertThatThrownBy(() -> engine.open(four)).hasMessage("Jlama decodes one sequence");
      assertThatThrownBy(() -> engine.open(prompt)).hasMessage("Jlama decodes one sequence");
    }
  }

  @Test
  void has_eightBitWeights_isFalse() {
    assertThat(Jlama.has(Precision.F32)).isTrue();
    assertThat(Jlama.has(Precision.BF16)).isTrue();
    assertThat(Jlama.has(Precision.INT8)).isFalse();
  }

  @Test
  void version_isTheLibrarys() {
    assertThat(Jlama.version()).matches("\\d+\\.\\d+\\.\\d+");
  }
}
