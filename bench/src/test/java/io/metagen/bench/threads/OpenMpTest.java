package io.metagen.bench.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenMpTest {

  @Test
  void all_oneThread_hasNobodyToWaitFor() {
    assertThat(OpenMp.all(1))
        .containsExactly(new OpenMp(1, "PASSIVE", Map.of("OMP_WAIT_POLICY", "PASSIVE")));
  }

  @Test
  void all_twoThreads_haveEveryKindOfWaitingOnce() {
    assertThat(OpenMp.all(2))
        .filteredOn(setting -> setting.threads() == 2)
        .extracting(OpenMp::waiting)
        .containsExactly(
            "PASSIVE", "spins 1000", "spins 10000", "spins 100000", "default", "ACTIVE");
    assertThat(OpenMp.all(2))
        .filteredOn(setting -> setting.waiting().equals("spins 1000"))
        .extracting(OpenMp::environment)
        .containsExactly(Map.of("GOMP_SPINCOUNT", "1000"));
  }
}
