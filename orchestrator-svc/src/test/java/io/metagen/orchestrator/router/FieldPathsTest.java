package io.metagen.orchestrator.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FieldPathsTest {
  private static final FieldPaths PATHS = FieldPaths.ofGenerator("spec.g", "spec.n");

  @Test
  void map_longestPrefixWins() {
    assertThat(PATHS.map("inputs[0].prompt.text")).isEqualTo("spec.problem.prompt.text");
    assertThat(PATHS.map("inputs[0].sample_count")).isEqualTo("spec.n");
    assertThat(PATHS.map("sampling.top_p")).isEqualTo("spec.g.sampling.top_p");
    assertThat(PATHS.map("stop.stop[3]")).isEqualTo("spec.g.stop.stop[3]");
    assertThat(PATHS.map("cache_salt")).isEqualTo("spec.cache_salt");
  }

  @Test
  void map_onlyWholeNamesMatch() {
    assertThat(PATHS.map("modelling")).isEqualTo("modelling");
    assertThat(PATHS.map("lease_id")).isEqualTo("lease_id");
  }
}
