package io.metagen.bench.llama;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LlamaSetupTest {
  @Test
  void candidates_sharedPrefix_areUnifiedCachesAlone() {
    assertThat(LlamaSetup.candidates(16, true)).hasSize(2).allMatch(LlamaSetup::unified);
  }

  @Test
  void candidates_sequencesWithNothingInCommon_areBothKindsOfCache() {
    assertThat(LlamaSetup.candidates(16, false))
        .hasSize(3)
        .anyMatch(LlamaSetup::unified)
        .anyMatch(setup -> !setup.unified());
  }

  @Test
  void candidates_areMeasuredWithTheLibrarysOwnCache() {
    assertThat(LlamaSetup.candidates(4, false)).noneMatch(LlamaSetup::exactCache);
    assertThat(LlamaSetup.EXACT.exactCache()).isTrue();
  }
}
