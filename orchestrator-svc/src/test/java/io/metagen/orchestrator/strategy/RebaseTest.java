package io.metagen.orchestrator.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.v1.Candidate;
import io.metagen.v1.Generation;
import io.metagen.v1.LeafSelection;
import io.metagen.v1.Verifier;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rule that shares the width out, and the choice among leaves. */
final class RebaseTest {
  @Test
  void shares_handComputed_roundingFavoursTheBest() {
    // e^0 = 1, e^-2 = 0.1353, e^-4 = 0.0183: 8 / 1.1537 = 6.93; 1 x 0.1353 / 0.1537 = 0.88
    assertThat(rebase(0.2).shares(List.of(0.9, 0.5, 0.1), 8)).containsExactly(7, 1, 0);
    // e^-0.2 = 0.8187, 1, e^-0.1 = 0.9048: 10 / 2.7236 = 3.67; 6 x 0.9048 / 1.7236 = 3.15; 2 left
    assertThat(rebase(1).shares(List.of(0.5, 0.7, 0.6), 10)).containsExactly(2, 4, 4);
    assertThat(rebase(0.2).shares(List.of(0.3), 5)).containsExactly(5);
  }

  @Test
  void shares_ties_theFirstGetsTheRest() {
    assertThat(rebase(0.2).shares(List.of(0.5, 0.5, 0.5), 4)).containsExactly(2, 1, 1);
    assertThat(rebase(0.2).shares(List.of(0.5, 0.5, 0.5), 2)).containsExactly(1, 1, 0);
  }

  @Test
  void shares_infiniteTemperature_areEqual() {
    List<Double> scores = IntStream.range(0, 16).mapToObj(i -> i / 16.0).toList();

    assertThat(rebase(Double.POSITIVE_INFINITY).shares(scores, 64)).containsOnly(4);
  }

  @Test
  void shares_temperatureNearZero_allGoToTheBest() {
    assertThat(rebase(1e-300).shares(List.of(0.1, 0.9, 0.89), 64)).containsExactly(0, 64, 0);
    assertThat(rebase(1e-300).shares(List.of(0.9, 0.1, 0.9), 5)).containsExactly(3, 0, 2);
  }

  @Test
  void shares_anyScores_addUpAndTiesDifferByOneAtMost() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      List<Double> scores =
          IntStream.range(0, 1 + random.nextInt(20))
              .mapToObj(_ -> random.nextInt(4) / 7.0)
              .toList();
      int width = 1 + random.nextInt(64);
      List<Integer> shares = rebase(0.01 + random.nextDouble()).shares(scores, width);

      assertThat(shares.stream().mapToInt(Integer::intValue).sum())
          .as("seed %d", seed)
          .isEqualTo(width);
      for (double score : scores) {
        List<Integer> tied =
            IntStream.range(0, scores.size())
                .filter(i -> scores.get(i) == score)
                .mapToObj(shares::get)
                .toList();
        assertThat(tied).as("seed %d", seed).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(tied.getFirst() - tied.getLast()).as("seed %d", seed).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void choose_selection_isThatOfTheNamedRule() {
    List<Candidate> leaves =
        List.of(leaf(0, "7", 0.5), leaf(1, "8", 0.9), leaf(2, "7", 0.45), leaf(3, "8", 0.01));

    assertThat(best(LeafSelection.LEAF_SELECTION_UNSPECIFIED, leaves)).isEqualTo(1);
    assertThat(best(LeafSelection.LEAF_SELECTION_BEST, leaves)).isEqualTo(1);
    assertThat(best(LeafSelection.LEAF_SELECTION_MAJORITY_VOTE, leaves)).isEqualTo(0);
    assertThat(best(LeafSelection.LEAF_SELECTION_WEIGHTED_VOTE, leaves)).isEqualTo(0);
  }

  private static int best(LeafSelection selection, List<Candidate> leaves) {
    return rebase(0.2, selection).choose(leaves).best().getIndex();
  }

  private static Candidate leaf(int index, String answer, double score) {
    return Candidate.newBuilder().setIndex(index).setAnswer(answer).setScore(score).build();
  }

  private static Rebase rebase(double temperature) {
    return rebase(temperature, LeafSelection.LEAF_SELECTION_BEST);
  }

  private static Rebase rebase(double temperature, LeafSelection selection) {
    return new Rebase(
        Generation.getDefaultInstance(),
        64,
        temperature,
        40,
        Verifier.getDefaultInstance(),
        selection);
  }
}
