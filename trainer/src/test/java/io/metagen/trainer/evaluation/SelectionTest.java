package io.metagen.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SelectionTest {

  @Test
  void bestOf_highestScore_winsAndTheFirstAmongEquals() {
    assertThat(
            Selection.bestOf(
                List.of(candidate("1", 0.2), candidate("2", 0.9), candidate("3", 0.9)),
                Candidate::score))
        .contains("2");
  }

  @Test
  void bestOf_bestStatesNoAnswer_isEmpty() {
    assertThat(Selection.bestOf(List.of(candidate("1", 0.2), unanswered(0.9)), Candidate::score))
        .isEmpty();
  }

  @Test
  void majority_mostFrequentAnswer_winsWhateverTheScores() {
    assertThat(Selection.majority(List.of(candidate("1", 1), candidate("2", 0), candidate("2", 0))))
        .contains("2");
  }

  @Test
  void majority_tie_goesToTheFirstAnswer() {
    assertThat(
            Selection.majority(
                List.of(
                    candidate("9", 0), candidate("2", 0), candidate("2", 0), candidate("9", 0))))
        .contains("9");
  }

  @Test
  void majority_missingAnswers_doNotVote() {
    assertThat(Selection.majority(List.of(unanswered(1), unanswered(1), candidate("2", 0))))
        .contains("2");
    assertThat(Selection.majority(List.of(unanswered(1)))).isEmpty();
  }

  @Test
  void weighted_largestSumOfScores_wins() {
    assertThat(
            Selection.weighted(
                List.of(candidate("1", 0.9), candidate("2", 0.5), candidate("2", 0.5))))
        .contains("2");
    assertThat(
            Selection.weighted(
                List.of(candidate("1", 0.9), candidate("2", 0.4), candidate("2", 0.4))))
        .contains("1");
  }

  private static Candidate candidate(String answer, double score) {
    return new Candidate("Answer: " + answer, Optional.of(answer), false, score, 0);
  }

  private static Candidate unanswered(double score) {
    return new Candidate("1+1=2", Optional.empty(), false, score, 0);
  }
}
