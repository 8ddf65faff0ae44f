package io.metagen.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BorderTest {

  @Test
  void chances_sharesThatFall_areHighBeforeAndLowBehind() {
    List<Float> chances = Border.chances(new int[] {6, 7, 0, 0}, 8, 0);
    assertThat(chances.subList(0, 2)).allMatch(chance -> chance > 0.99f);
    assertThat(chances.subList(2, 4)).allMatch(chance -> chance < 0.2f);
    assertThat(chances.getLast()).isZero();
  }

  @Test
  void chances_oneLuckyCompletion_doNotMakeALineGood() {
    assertThat(Border.chances(new int[] {5, 1, 0}, 8, 0).get(1)).isLessThan(0.5f);
  }

  @Test
  void chances_unluckyCompletionsBeforeManyThatReachIt_doNotMakeALineBad() {
    assertThat(Border.chances(new int[] {0, 4, 6, 0}, 8, 0).getFirst()).isGreaterThan(0.99f);
  }

  /** One line: none of one reached has probability 1/2 if it is good and 12/13 if it is not. */
  @Test
  void chances_oneLine_areBayesRule() {
    List<Float> chances = Border.chances(new int[] {0}, 1, 0);
    double good = 1.0 / 2;
    double bad = 12.0 / 13;
    assertThat(chances.getFirst()).isCloseTo((float) (good / (good + bad)), within(1e-6f));
  }

  @Test
  void chances_knownLines_areOneWhateverTheirCounts() {
    assertThat(Border.chances(new int[] {0, 0, 0}, 8, 2).subList(0, 2)).containsOnly(1f);
    assertThat(Border.chances(new int[0], 8, 0)).containsExactly(0f);
  }
}
