package io.metagen.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.Precision;
import io.metagen.transformer.RopeScaling;
import org.junit.jupiter.api.Test;

/** Two layers, 8 wide, two heads of 4 over one of keys and values, feed-forward 16, head 100. */
class StepCostTest {

  @Test
  void of_products_countsWeightsOnceAndActivationsPerSequence() {
    double layerWeights = 16 * 8 + 8 * 8 + 32 * 8 + 8 * 16;
    double weights = 2 * layerWeights + 800;
    double operands = 2 * (8 + 8 + 8 + 16) + 8;
    double results = 2 * (16 + 8 + 32 + 8) + 100;
    assertThat(flop(Precision.F32, OperatorGroup.PRODUCTS)).isEqualTo(3 * 2 * weights);
    assertThat(bytes(Precision.F32, OperatorGroup.PRODUCTS))
        .isEqualTo(4 * weights + 3 * 4 * (operands + results));
    assertThat(bytes(Precision.BF16, OperatorGroup.PRODUCTS))
        .isEqualTo(2 * weights + 3 * (2 * operands + 4 * results));
    assertThat(bytes(Precision.INT8, OperatorGroup.PRODUCTS))
        .isEqualTo(weights + 3 * (operands + 4 * results));
  }

  @Test
  void of_attention_countsKeysAndValuesPerSequence() {
    assertThat(flop(Precision.F32, OperatorGroup.ATTENTION)).isEqualTo(3 * 2 * 4.0 * 2 * 4 * 32);
    assertThat(bytes(Precision.F32, OperatorGroup.ATTENTION))
        .isEqualTo(3 * 2 * (2 * 32 * 4 * 4 + 16 * 4 + 8 * 4));
    assertThat(bytes(Precision.BF16, OperatorGroup.ATTENTION))
        .isEqualTo(3 * 2 * (2 * 32 * 4 * 2 + 16 * 4 + 8 * 2));
    assertThat(bytes(Precision.INT8, OperatorGroup.ATTENTION))
        .isEqualTo(3 * 2 * (2 * 32 * 4 * 2 + 16 * 4 + 8));
  }

  @Test
  void of_attentionWithAWindow_endsThere() {
    StepCost cost = new StepCost(config(10), NumberSizes.of(Precision.F32), 3, 31);
    assertThat(cost.of(OperatorGroup.ATTENTION).getFirst().allFlop())
        .isEqualTo(3 * 2 * 4.0 * 2 * 4 * 10);
  }

  @Test
  void of_products_andAttentionTogether_areTheConfigurationsFlops() {
    double both =
        flop(Precision.F32, OperatorGroup.PRODUCTS) + flop(Precision.F32, OperatorGroup.ATTENTION);
    assertThat(both).isCloseTo(3 * config(0).flopsPerToken(32), within(1e-9));
  }

  @Test
  void of_rowwiseOperators_countWhatTheyMove() {
    assertThat(bytes(Precision.F32, OperatorGroup.NORMS))
        .isEqualTo(3 * 8 * (4 + 4) + 4 * 3 * 8 * (4 + 4 + 4 + 4));
    assertThat(bytes(Precision.INT8, OperatorGroup.NORMS))
        .isEqualTo(3 * 8 * (4 + 1) + 4 * 3 * 8 * (4 + 4 + 4 + 1));
    assertThat(bytes(Precision.INT8, OperatorGroup.GATES)).isEqualTo(2 * 3 * 16 * (2 * 4 + 1));
    assertThat(flop(Precision.INT8, OperatorGroup.GATES)).isEqualTo(2 * 3 * 16 * 5);
    assertThat(bytes(Precision.BF16, OperatorGroup.EMBEDDING)).isEqualTo(3 * 8 * (2 + 4));
  }

  private static double flop(Precision precision, OperatorGroup group) {
    return cost(precision).of(group).stream().mapToDouble(Cost::allFlop).sum();
  }

  private static double bytes(Precision precision, OperatorGroup group) {
    return cost(precision).of(group).stream().mapToDouble(Cost::allBytes).sum();
  }

  private static StepCost cost(Precision precision) {
    return new StepCost(config(0), NumberSizes.of(precision), 3, 31);
  }

  private static ModelConfig config(int window) {
    return new ModelConfig(
        "LlamaForCausalLM",
        Family.LLAMA,
        8,
        2,
        2,
        1,
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
        window,
        Head.LANGUAGE);
  }
}
