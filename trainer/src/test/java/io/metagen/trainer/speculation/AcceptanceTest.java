package io.metagen.trainer.speculation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AcceptanceTest {

  @Test
  void of_handMadeRounds_countsThem() {
    List<Round> one = List.of(round(2, 3, 0.5, 0.5, 0.2), round(3, 3, 1, 1, 1));
    List<Round> other = List.of(round(0, 3, 0.4), round(1, 1, 0.4));
    Acceptance acceptance = Acceptance.of(List.of(one, other), 3);
    assertThat(acceptance.rounds()).isEqualTo(4);
    assertThat(acceptance.acceptanceRate().mean()).isCloseTo(6.0 / 10, within(1e-12));
    assertThat(acceptance.triedAcceptance().mean()).isCloseTo(6.0 / 8, within(1e-12));
    assertThat(acceptance.overlap().mean()).isCloseTo(5.0 / 8, within(1e-12));
    assertThat(acceptance.tokensPerRound().mean()).isCloseTo(10.0 / 4, within(1e-12));
    assertThat(acceptance.byPosition().stream().map(e -> e.mean()))
        .containsExactly(3.0 / 4, 2.0 / 3, 1.0 / 3);
    assertThat(AcceptanceTable.of(acceptance)).contains("| tokens a round | 2.500 (");
  }

  private static Round round(int accepted, int drafted, double... overlaps) {
    return new Round(
        Collections.nCopies(accepted + 1, 0),
        drafted,
        accepted,
        Arrays.stream(overlaps).boxed().toList());
  }
}
