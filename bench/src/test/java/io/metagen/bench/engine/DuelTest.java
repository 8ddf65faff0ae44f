package io.metagen.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DuelTest {
  private static final long MILLI = 1_000_000;

  private final FakeEngine.Clock clock = new FakeEngine.Clock();

  @Test
  void measure_decode_runsBothSidesInTurnWithTheSameSteps() {
    Outcome outcome =
        duel(2)
            .measure(
                engine("a", 10 * MILLI),
                engine("b", 50 * MILLI),
                decode(),
                () -> OptionalDouble.of(500));
    List<String> runs = new ArrayList<>(clock.runs());
    List<String> warmUp = runs.subList(0, 134 + 27);
    assertThat(warmUp.subList(0, 134)).as("four seconds of 30 ms").containsOnly("a 3");
    assertThat(warmUp.subList(134, 134 + 27)).as("four seconds of 150 ms").containsOnly("b 3");
    warmUp.clear();
    assertThat(runs)
        .containsExactly("a 3", "b 3", "a 10", "b 10", "a 10", "b 10", "b closed", "a closed");
    assertThat(outcome.oursMedian()).isCloseTo(400, within(1e-6));
    assertThat(outcome.peerMedian()).isCloseTo(80, within(1e-6));
    assertThat(outcome.ratio()).isCloseTo(5, within(1e-9));
    assertThat(outcome.spread()).containsExactly(5.0, 5.0);
    assertThat(outcome.limits()).containsExactly(500.0, 500.0);
    assertThat(outcome.peerSetup()).isEqualTo("b's setup");
  }

  @Test
  void measure_slowSteps_takesAtLeastFour() {
    duel(1)
        .measure(
            engine("a", 3000 * MILLI), engine("b", 10 * MILLI), decode(), OptionalDouble::empty);
    assertThat(clock.runs()).contains("a 4", "b 4");
  }

  @Test
  void measure_slowPrompt_takesOne() {
    Workload prompt = Workload.of(Measure.PREFILL, 512, 100, 1);
    Outcome outcome =
        duel(1)
            .measure(
                engine("a", 1000 * MILLI),
                engine("b", 2000 * MILLI),
                prompt,
                OptionalDouble::empty);
    assertThat(clock.runs()).doesNotContain("a 4").contains("a 1", "b 1");
    assertThat(outcome.oursMedian()).isCloseTo(512, within(1e-6));
  }

  private Duel duel(int rounds) {
    return new Duel(rounds, clock::nanos);
  }

  private FakeEngine engine(String name, long nanosPerStep) {
    return new FakeEngine(name, clock, nanosPerStep);
  }

  private static Workload decode() {
    return Workload.of(Measure.DECODE, 4, 100, 1);
  }
}
