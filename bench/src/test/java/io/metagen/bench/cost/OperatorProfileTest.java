package io.metagen.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorProfileTest {
  private static final Map<String, Double> SELF =
      Map.of(
          "mkldnn::_linear_pointwise", 2000.0,
          "onednn::qlinear_pointwise", 1000.0,
          "metagen::attend", 800.0,
          "metagen::norm", 400.0,
          "metagen::gate", 200.0,
          "metagen::embed", 100.0,
          "aten::empty", 50.0);

  @Test
  void groups_twoSteps_areHalvesAndTheRestOfTheWall() {
    Map<OperatorGroup, Double> groups = OperatorProfile.groups(SELF, 3e-3, 2);
    assertThat(groups.get(OperatorGroup.PRODUCTS)).isCloseTo(1.5e-3, within(1e-12));
    assertThat(groups.get(OperatorGroup.ATTENTION)).isCloseTo(4e-4, within(1e-12));
    assertThat(groups.get(OperatorGroup.NORMS)).isCloseTo(2e-4, within(1e-12));
    assertThat(groups.get(OperatorGroup.GATES)).isCloseTo(1e-4, within(1e-12));
    assertThat(groups.get(OperatorGroup.EMBEDDING)).isCloseTo(5e-5, within(1e-12));
    assertThat(groups.get(OperatorGroup.REST)).isCloseTo(7.5e-4, within(1e-12));
  }

  @Test
  void groups_operatorUnderAnotherName_fails() {
    Map<String, Double> renamed = new HashMap<>(SELF);
    renamed.remove("metagen::attend");
    assertThatThrownBy(() -> OperatorProfile.groups(renamed, 3e-3, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("metagen::attend");
  }
}
