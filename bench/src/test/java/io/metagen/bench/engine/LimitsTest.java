package io.metagen.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RopeScaling;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
  /** One layer: 2 norms, 4 matrices of 8 x 8, 3 of 16 x 8; head and embedding 100 x 8, one norm. */
  private static final ModelConfig CONFIG =
      new ModelConfig(
          "LlamaForCausalLM",
          Family.LLAMA,
          8,
          1,
          2,
          2,
          4,
          16,
          100,
          4096,
          1e-5f,
          10_000,
          new RopeScaling.None(),
          false,
          false,
          false,
          0,
          Head.LANGUAGE);

  private static final Limits LIMITS = new Limits(1e9, Map.of(Precision.F32, 1e9));

  @Test
  void tokensPerSecond_decodeOfOne_readsAllButTheEmbedding() {
    double weights = 4 * 64 + 3 * 128 + 800 + 3 * 8;
    assertThat(limit(Precision.F32, Measure.DECODE, 1)).isCloseTo(1e9 / weights / 4, within(1e-3));
    assertThat(limit(Precision.INT8, Measure.DECODE, 1)).isCloseTo(1e9 / weights, within(1e-3));
  }

  @Test
  void tokensPerSecond_prefill_needsTheHeadOnce() {
    double perToken = 2 * (4 * 64 + 3 * 128) + 4 * 8 * 256;
    double operations = 512 * perToken + 2 * 800;
    assertThat(limit(Precision.F32, Measure.PREFILL, 512))
        .isCloseTo(512 / (operations / 1e9), within(1e-3));
  }

  @Test
  void tokensPerSecond_others_haveNone() {
    Workload batch = Workload.of(Measure.DECODE, 4, 100, 1);
    Workload shared = Workload.of(Measure.SHARED_PREFIX, 4, 100, 1);
    assertThat(LIMITS.tokensPerSecond(CONFIG, Precision.F32, batch)).isEmpty();
    assertThat(LIMITS.tokensPerSecond(CONFIG, Precision.F32, shared)).isEmpty();
  }

  private static double limit(Precision precision, Measure measure, int size) {
    return LIMITS
        .tokensPerSecond(CONFIG, precision, Workload.of(measure, size, 100, 1))
        .orElseThrow();
  }
}
