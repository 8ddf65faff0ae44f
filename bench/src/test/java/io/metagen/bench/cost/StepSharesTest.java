package io.metagen.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.bench.cost.OperatorProfile.Round;
import io.metagen.bench.engine.Limits;
import io.metagen.bench.engine.Precision;
import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RopeScaling;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StepSharesTest {
  private static final Offset<Double> EXACT = within(1e-9);
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

  /** 24 numbers per token in queries, keys and values; arithmetic of products is the slower. */
  private final List<OperatorShare> shares =
      new StepShares(
              new StepCost(CONFIG, new NumberSizes(1, 1, 4, 2, 2), 1, 15),
              Precision.INT8,
              new Limits(1e6, Map.of(Precision.F32, 1e9, Precision.INT8, 1e3)),
              List.of(round(2), round(1), round(5)))
          .all();

  @Test
  void all_products_areHeldAgainstTheirPrecisionsPeak() {
    OperatorShare products = share("products");
    double flop = 2 * (24 * 8 + 8 * 8 + 32 * 8 + 8 * 16 + 800);
    assertThat(products.gflop()).isCloseTo(flop / 1e9, within(1e-15));
    assertThat(products.bound()).isEqualTo("FLOP");
    assertThat(products.rooflineMillis()).isCloseTo(flop, EXACT);
    assertThat(products.millis().median()).isCloseTo(2000, EXACT);
    assertThat(products.share()).isCloseTo(flop / 2000, EXACT);
  }

  @Test
  void all_attention_isHeldAgainstMemoryAndThePeakOfF32() {
    OperatorShare attention = share("attention");
    double bytes = 2 * 16 * 8 * 2 + 24 * 4 + 8;
    assertThat(attention.megabytes()).isCloseTo(bytes / 1e6, within(1e-15));
    assertThat(attention.bound()).isEqualTo("bytes");
    assertThat(attention.rooflineMillis()).isCloseTo(bytes / 1e6 * 1e3, EXACT);
  }

  @Test
  void all_rest_hasNoRoofline() {
    OperatorShare rest = share("rest");
    assertThat(rest.rooflineMillis()).isNull();
    assertThat(rest.share()).isNull();
    assertThat(rest.millis()).isEqualTo(new Spread(2000, 1000, 5000));
  }

  @Test
  void all_step_isTheSumOfItsGroups() {
    double least =
        shares.stream()
            .limit(OperatorGroup.values().length)
            .filter(share -> share.rooflineMillis() != null)
            .mapToDouble(OperatorShare::rooflineMillis)
            .sum();
    assertThat(share("step").rooflineMillis()).isCloseTo(least, EXACT);
    assertThat(share("step").millis()).isEqualTo(new Spread(12_000, 6_000, 30_000));
    assertThat(share("step").bound()).isEqualTo("FLOP");
  }

  private OperatorShare share(String name) {
    return shares.stream().filter(share -> share.operator().equals(name)).findFirst().orElseThrow();
  }

  private static Round round(double each) {
    Map<OperatorGroup, Double> groups = new EnumMap<>(OperatorGroup.class);
    for (OperatorGroup group : OperatorGroup.values()) {
      groups.put(group, each);
    }
    return new Round(new Limits(1, Map.of()), groups);
  }
}
