package io.metagen.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorProfileTest {

  @Test
  void groups_twoSteps_areHalvesOfWhatWasAddedAndTheRestOfTheWall() {
    Map<OperatorGroup, Double> groups =
        OperatorProfile.groups(
            Map.of(OperatorGroup.PRODUCTS, 7_000_000L, OperatorGroup.NORMS, 100_000L),
            Map.of(
                OperatorGroup.PRODUCTS, 10_000_000L,
                OperatorGroup.ATTENTION, 800_000L,
                OperatorGroup.NORMS, 500_000L),
            new OperatorProfile.Steps(2, 3e-3));
    assertThat(groups.get(OperatorGroup.PRODUCTS)).isCloseTo(1.5e-3, within(1e-12));
    assertThat(groups.get(OperatorGroup.ATTENTION)).isCloseTo(4e-4, within(1e-12));
    assertThat(groups.get(OperatorGroup.NORMS)).isCloseTo(2e-4, within(1e-12));
    assertThat(groups.get(OperatorGroup.GATES)).isZero();
    assertThat(groups.get(OperatorGroup.REST)).isCloseTo(9e-4, within(1e-12));
  }
}
