package io.metagen.trainer.speculation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RoundTest {

  private static final int END = 3;
  private static final Law P = law(0.5, 0.3, 0.15, 0.05);
  private static final Law Q = law(0.1, 0.2, 0, 0.7);

  @Test
  void of_firstToken_hasTheTargetsLaw() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int rounds = 200_000;
    int accepted = 0;
    double[] counts = new double[4];
    for (int i = 0; i < rounds; i++) {
      Round round = round(random, Q.token(random.nextDouble()));
      accepted += round.accepted();
      counts[round.tokens().getFirst()]++;
    }
    // Hoeffding with the union over 5 frequencies: a false alarm in 1e6 at most.
    double bound = Math.sqrt(Math.log(2 * 5 / 1e-6) / (2.0 * rounds));
    for (int token = 0; token < 4; token++) {
      assertThat(counts[token] / rounds).isCloseTo(P.of(token), within(bound));
    }
    assertThat((double) accepted / rounds).isCloseTo(0.35, within(bound));
  }

  @Test
  void of_draftOfTheTargetItself_isAlwaysAccepted() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      int token = P.token(random.nextDouble());
      Round round = Round.of(List.of(new Round.Draft(token, P)), List.of(P, Q), END, random);
      assertThat(round.accepted()).isOne();
      assertThat(round.overlaps().getFirst()).isCloseTo(1, within(1e-12));
      assertThat(round.tokens()).hasSize(token == END ? 1 : 2).startsWith(token);
    }
  }

  @Test
  void of_rejectedDraft_endsTheRound() {
    Law never = law(1, 0, 0, 0);
    Round.Draft draft = new Round.Draft(1, Q);
    Round round =
        Round.of(List.of(draft, draft), List.of(never, P, P), END, new SplittableRandom(1));
    assertThat(round.tokens()).containsExactly(0);
    assertThat(round.drafted()).isEqualTo(2);
    assertThat(round.accepted()).isZero();
    assertThat(round.overlaps()).hasSize(1);
    assertThat(round.behind(new int[] {2})).containsExactly(2, 0);
  }

  @Test
  void token_uniformNumbers_areInverted() {
    assertThat(Arrays.stream(new double[] {0, 0.09, 0.11, 0.31, 0.99}).mapToInt(Q::token))
        .containsExactly(0, 0, 1, 3, 3);
  }

  @Test
  void softmax_logitsAtATemperature_areTheirLaw() {
    Law law = Law.softmax(new float[] {9, 9, 0, (float) Math.log(3)}, 1, 2, 0.5);
    assertThat(law.of(0)).isCloseTo(0.1, within(1e-6));
    assertThat(law.of(1)).isCloseTo(0.9, within(1e-6));
  }

  private static Round round(SplittableRandom random, int draft) {
    return Round.of(List.of(new Round.Draft(draft, Q)), List.of(P, P), END, random);
  }

  private static Law law(double... masses) {
    return new Law(masses);
  }
}
