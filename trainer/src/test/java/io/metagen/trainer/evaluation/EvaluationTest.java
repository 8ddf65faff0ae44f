package io.metagen.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.task.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EvaluationTest {

  /** Greedy is wrong, two of three samples are right, the scorer prefers the wrong one. */
  private static final Judged FIRST =
      new Judged(
          problem(2),
          candidate("7", 0),
          List.of(candidate("5", 0.4, 0.9), candidate("6", 0.9, 0.5), candidate("5", 0.3, 0.1)));

  /** Greedy is right, the samples are wrong. */
  private static final Judged SECOND =
      new Judged(
          problem(3),
          candidate("5", 0),
          List.of(candidate("6", 0.1), candidate("6", 0.1), candidate("8", 0.3)));

  @Test
  void of_twoProblems_averagesEveryStrategy() {
    Evaluation evaluation = Evaluation.of(List.of(FIRST, SECOND), 3);
    assertThat(mean(evaluation, "greedy")).isEqualTo(0.5);
    assertThat(mean(evaluation, "mean of samples")).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(mean(evaluation, "majority vote")).isEqualTo(0.5);
    assertThat(mean(evaluation, "best of n")).isEqualTo(0);
    assertThat(mean(evaluation, "weighted vote")).isEqualTo(0);
    assertThat(mean(evaluation, "coverage")).isEqualTo(0.5);
    assertThat(Objects.requireNonNull(evaluation.overGreedy().get("best of n")).mean())
        .isEqualTo(-0.5);
  }

  @Test
  void of_beliefAndScoreDisagree_eachChoosesAndRanksByItself() {
    Evaluation evaluation = Evaluation.of(List.of(FIRST, SECOND), 3);
    assertThat(mean(evaluation, "best of n by belief")).isEqualTo(0.5);
    // Right 0.4 and 0.3 against wrong 0.9, 0.1, 0.1, 0.3: three wins, then two and a tie.
    assertThat(evaluation.scores().auc()).isCloseTo((3 + 2 + 0.5) / 8, within(1e-12));
    assertThat(evaluation.scores().aucWithinProblems()).isZero();
    assertThat(evaluation.beliefs().aucWithinProblems()).isEqualTo(0.5);
  }

  @Test
  void of_fewerSamplesThanDrawn_usesTheFirst() {
    Evaluation evaluation = Evaluation.of(List.of(FIRST, SECOND), 1);
    assertThat(mean(evaluation, "best of n")).isEqualTo(0.5);
    assertThat(evaluation.byLevel().values())
        .extracting(Evaluation.Level::coverage)
        .containsExactly(1.0, 0.0);
  }

  @Test
  void of_fewerSamplesThanDrawn_coverageOfAllHasItsOwnRow() {
    Judged late =
        new Judged(problem(2), candidate("7", 0), List.of(candidate("6", 0), candidate("5", 0)));

    Evaluation evaluation = Evaluation.of(List.of(late), 1);

    assertThat(mean(evaluation, "coverage")).isZero();
    assertThat(mean(evaluation, "coverage of 2")).isEqualTo(1);
  }

  private static double mean(Evaluation evaluation, String strategy) {
    return Objects.requireNonNull(evaluation.accuracy().get(strategy)).mean();
  }

  private static Problem problem(int level) {
    return new Problem("test", level, "", "", "5");
  }

  private static Candidate candidate(String answer, double score) {
    return candidate(answer, score, 0);
  }

  private static Candidate candidate(String answer, double score, double belief) {
    return new Candidate("", Optional.of(answer), answer.equals("5"), score, belief);
  }
}
