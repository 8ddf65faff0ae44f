package io.metagen.orchestrator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.orchestrator.router.RoutingRule.Candidate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Uneven above 32 samples of difference and a ratio of 1.5; affinity above a share of 0.3. */
final class RoutingRuleTest {
  private static final int PROMPT = 100;
  private static final RoutingRule RULE = new RoutingRule(32, 1.5, 0.3);

  @Test
  void choose_holderWithinBothBounds_wins() {
    assertThat(choose(of(0, 0, 0), of(1, 32, 90))).isEqualTo(1);
  }

  @Test
  void choose_holderBeyondBothBounds_leastLoadedWins() {
    assertThat(choose(of(0, 0, 0), of(1, 33, 90))).isZero();
  }

  @Test
  void choose_beyondTheDifferenceOnly_holderWins() {
    assertThat(choose(of(0, 100, 0), of(1, 150, 90))).isEqualTo(1);
    assertThat(choose(of(0, 100, 0), of(1, 151, 90))).isZero();
  }

  @Test
  void choose_shareNotAboveTheThreshold_leastLoadedWins() {
    assertThat(choose(of(0, 0, 0), of(1, 1, 30))).isZero();
    assertThat(choose(of(0, 0, 0), of(1, 1, 31))).isEqualTo(1);
  }

  @Test
  void choose_twoHolders_longerPrefixThenLessLoad() {
    assertThat(choose(of(0, 0, 50), of(1, 5, 60))).isEqualTo(1);
    assertThat(choose(of(0, 5, 60), of(1, 4, 60))).isEqualTo(1);
  }

  @Test
  void choose_sameLoad_fewerServedThenIndex() {
    assertThat(
            RULE.choose(
                List.of(new Candidate(0, true, 3, 7, 0), new Candidate(1, true, 3, 6, 0)), PROMPT))
        .contains(1);
    assertThat(choose(of(0, 3, 0), of(1, 3, 0))).isZero();
  }

  @Test
  void choose_holderUnhealthy_isAvoided() {
    assertThat(
            RULE.choose(
                List.of(new Candidate(0, true, 9, 0, 0), new Candidate(1, false, 0, 0, 90)),
                PROMPT))
        .contains(0);
  }

  @Test
  void choose_noneHealthy_stillTriesOne() {
    assertThat(RULE.choose(List.of(new Candidate(0, false, 9, 0, 0)), PROMPT)).contains(0);
  }

  @Test
  void choose_noReplica_isEmpty() {
    assertThat(RULE.choose(List.of(), PROMPT)).isEmpty();
  }

  private static int choose(Candidate... replicas) {
    return RULE.choose(List.of(replicas), PROMPT).orElseThrow();
  }

  private static Candidate of(int index, int load, int matched) {
    return new Candidate(index, true, load, 0, matched);
  }
}
