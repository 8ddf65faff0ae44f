package io.metagen.bench.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.bench.BenchException;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private final FakeEngine.Clock clock = new FakeEngine.Clock();

  @Test
  void check_sameTokens_passes() {
    assertThatCode(() -> check(engine(4, 5, 6), engine(4, 5, 6))).doesNotThrowAnyException();
  }

  @Test
  void check_otherTokens_namesTheFirstStep() {
    assertThatThrownBy(() -> check(engine(4, 5, 6), engine(4, 7, 8)))
        .isInstanceOf(BenchException.class)
        .hasMessage("15M: greedy tokens differ at step 1: ours 5, llama.cpp 7");
  }

  private static void check(Engine ours, Engine peer) {
    new Agreement("15M", 100, 1).check(ours, "llama.cpp", peer);
  }

  private FakeEngine engine(int... tokens) {
    return new FakeEngine("", clock, 1, tokens);
  }
}
