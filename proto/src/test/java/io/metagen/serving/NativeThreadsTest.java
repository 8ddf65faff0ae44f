package io.metagen.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NativeThreadsTest {

  @Test
  void resolve_nothingGiven_isWhatTheContainerAllows() {
    assertThat(NativeThreads.resolve(0, Map.of(), 3)).isEqualTo(3);
  }

  @Test
  void resolve_environment_isTakenOverTheCores() {
    assertThat(NativeThreads.resolve(0, Map.of("OMP_NUM_THREADS", "2"), 8)).isEqualTo(2);
    assertThat(NativeThreads.resolve(0, Map.of("OMP_NUM_THREADS", " 4,1"), 8)).isEqualTo(4);
  }

  @Test
  void resolve_setting_isTakenOverTheEnvironment() {
    assertThat(NativeThreads.resolve(5, Map.of("OMP_NUM_THREADS", "2"), 8)).isEqualTo(5);
  }

  @Test
  void resolve_environmentThatIsNoNumber_isRefused() {
    assertThatThrownBy(() -> NativeThreads.resolve(0, Map.of("OMP_NUM_THREADS", "many"), 8))
        .hasMessageContaining("OMP_NUM_THREADS")
        .hasMessageContaining("many");
  }

  @Test
  void spins_severalThreadsAndNoPolicy_onlyThen() {
    assertThat(NativeThreads.spins(2, Map.of())).isTrue();
    assertThat(NativeThreads.spins(1, Map.of())).isFalse();
    assertThat(NativeThreads.spins(2, Map.of("OMP_WAIT_POLICY", "PASSIVE"))).isFalse();
    assertThat(NativeThreads.spins(2, Map.of("GOMP_SPINCOUNT", "1000"))).isFalse();
  }
}
