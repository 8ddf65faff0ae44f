package io.metagen.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoloTest {
  private final FakeEngine.Clock clock = new FakeEngine.Clock();

  @Test
  void measure_decode_runsEachRoundForHalfASecondAndClosesTheSession() {
    FakeEngine engine = new FakeEngine("a", clock, 10_000_000);
    List<Double> rates =
        new Solo(2, clock::nanos).measure(engine, Workload.of(Measure.DECODE, 4, 100, 1));
    assertThat(rates).containsExactly(400.0, 400.0);
    assertThat(clock.runs().subList(134, clock.runs().size()))
        .containsExactly("a 3", "a 50", "a 50", "a closed");
  }

  @Test
  void first_logits_isTheirFirstNumber() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertThat(TransformerSession.first(manager.create(new float[][] {{3, 4}, {5, 6}})))
          .isEqualTo(3);
    }
  }
}
