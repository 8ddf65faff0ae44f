package io.metagen.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  @Test
  void of_sharedPrefix_sequencesBeginAlikeAndGoOnDifferently() {
    Workload workload = Workload.of(Measure.SHARED_PREFIX, 4, 32_000, 1);
    assertThat(workload.sequences()).isEqualTo(4);
    assertThat(workload.positions()).isEqualTo(1024 + Workload.WINDOW);
    assertThat(workload.slice(3, 0, 1024)).isEqualTo(workload.slice(0, 0, 1024));
    assertThat(workload.slice(3, 1024, 1056)).isNotEqualTo(workload.slice(0, 1024, 1056));
  }

  @Test
  void of_decode_sequencesHaveNothingInCommon() {
    Workload workload = Workload.of(Measure.DECODE, 16, 32_000, 1);
    assertThat(workload.positions()).isEqualTo(128 + Workload.WINDOW);
    assertThat(workload.slice(1, 0, 8)).isNotEqualTo(workload.slice(0, 0, 8));
    assertThat(workload.tokensPerStep()).isEqualTo(16);
  }

  @Test
  void of_prefill_isOnePrompt() {
    Workload workload = Workload.of(Measure.PREFILL, 512, 357, 1);
    assertThat(workload.sequences()).isEqualTo(1);
    assertThat(workload.positions()).isEqualTo(512);
    assertThat(workload.tokensPerStep()).isEqualTo(512);
    assertThat(IntStream.of(workload.tokens()[0])).allMatch(token -> token >= 0 && token < 357);
  }

  @Test
  void of_sameSeed_isTheSame() {
    assertThat(Workload.of(Measure.DECODE, 4, 100, 7).tokens())
        .isDeepEqualTo(Workload.of(Measure.DECODE, 4, 100, 7).tokens());
  }
}
