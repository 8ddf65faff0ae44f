package io.metagen.trainer.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.task.Problem;
import io.metagen.task.ProblemSource;
import io.metagen.task.SolutionChecker;
import io.metagen.task.Split;
import io.metagen.trainer.evaluation.Candidate;
import io.metagen.trainer.evaluation.Judge;
import io.metagen.trainer.evaluation.Judged;
import io.metagen.trainer.evaluation.TextModel;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class AssessmentTest {

  private static final List<Problem> PROBLEMS =
      new ProblemSource(0).distinct(Split.TEST, 4, 30).toList();

  /** Of each problem, a right greedy solution, a wrong sample, and a wrong fresh one. */
  private static final List<Judged> JUDGED =
      PROBLEMS.stream()
          .map(
              problem ->
                  new Judged(
                      problem,
                      candidate(problem, problem.solution()),
                      List.of(
                          candidate(problem, problem.solution()),
                          candidate(problem, wrong(problem)),
                          candidate(problem, wrong(problem)))))
          .toList();

  /** Finds everything right, leaves every solution as it is, and else says nothing at all. */
  private static final TextModel DUMB =
      new TextModel() {
        @Override
        public List<List<String>> complete(List<String> prompts, Judge.Draw draw) {
          return prompts.stream()
              .map(prompt -> Collections.nCopies(draw.samples(), said(prompt)))
              .toList();
        }

        private static String said(String prompt) {
          List<String> lines = prompt.lines().toList();
          return lines.contains("Better:")
              ? lines.stream()
                  .skip(1)
                  .filter(line -> !line.matches("Feedback:.*|Better:"))
                  .collect(Collectors.joining("\n"))
              : "";
        }

        @Override
        public List<Double> chances(String prompt, List<String> middles, String text) {
          return Collections.nCopies(middles.size(), 1.0);
        }
      };

  @Test
  void of_perfectAssistant_everythingIsRight() {
    TextModel perfect = new PerfectAssistant(PROBLEMS);
    Assessment assessment = Assessment.of(JUDGED, new Assessment.Models(perfect, perfect, 3, 1));

    VerdictReport verdict = assessment.verdict();
    assertThat(verdict.candidates()).isEqualTo(60);
    assertThat(verdict.right().mean()).isEqualTo(0.5);
    assertThat(verdict.votes().accuracy().mean()).isEqualTo(1);
    assertThat(verdict.votes().auc().mean()).isEqualTo(1);
    assertThat(verdict.located().mean()).isEqualTo(1);
    assertThat(verdict.passed().mean()).isEqualTo(1);
    CorrectionReport correction = assessment.correction();
    assertThat(correction.wrong()).isEqualTo(30);
    for (CorrectionReport.Row row : List.of(correction.alone(), correction.told())) {
      assertThat(row.becomeRight().mean()).isEqualTo(1);
      assertThat(row.overFresh().mean()).isEqualTo(1);
      assertThat(row.stayRight().mean()).isEqualTo(1);
      assertThat(row.leftAlone().mean()).isEqualTo(1);
    }
    RewritingReport rewriting = assessment.rewriting();
    assertThat(rewriting.exact().mean()).isEqualTo(1);
    assertThat(rewriting.distracted().mean()).isLessThan(1);
    assertThat(rewriting.rewritten().mean()).isEqualTo(1);
    AskingReport asking = assessment.asking();
    assertThat(asking.incomplete()).isBetween(5, 30);
    assertThat(asking.exact().mean()).isEqualTo(1);
    assertThat(asking.asked().mean()).isEqualTo(1);
    assertThat(asking.gap().mean()).isZero();
    assertThat(asking.askedNothing().mean()).isEqualTo(1);
    assertThat(asking.completeAsked().mean()).isEqualTo(1);
  }

  @Test
  void of_dumbAssistant_nothingIsRight() {
    Assessment assessment = Assessment.of(JUDGED, new Assessment.Models(DUMB, DUMB, 3, 1));

    VerdictReport verdict = assessment.verdict();
    assertThat(verdict.direct().accuracy().mean()).isEqualTo(0.5);
    assertThat(verdict.direct().auc().mean()).isEqualTo(0.5);
    assertThat(verdict.located().mean()).isZero();
    assertThat(verdict.passed().mean()).isZero();
    CorrectionReport correction = assessment.correction();
    for (CorrectionReport.Row row : List.of(correction.alone(), correction.told())) {
      assertThat(row.becomeRight().mean()).isZero();
      assertThat(row.stayRight().mean()).isEqualTo(1);
      assertThat(row.leftAlone().mean()).isEqualTo(1);
    }
    assertThat(assessment.rewriting().exact().mean()).isZero();
    assertThat(assessment.rewriting().cleanOverRewritten().mean()).isEqualTo(1);
    assertThat(assessment.asking().exact().mean()).isZero();
    assertThat(assessment.asking().askedNothing().mean()).isEqualTo(1);
    assertThat(assessment.asking().overGenerator().mean()).isEqualTo(-1);
    assertThat(AssessmentTable.of(assessment))
        .contains("| without a check | 50.0 (50.0 to 50.0) | 0.500 (0.500 to 0.500) |")
        .contains("| 30 wrong solutions that become right, % | 0.0 (0.0 to 0.0) |");
  }

  @Test
  void votes_severalVerdicts_areTheirMeanAndOneIsTheFirst() {
    Checked checked =
        new Checked(true, OptionalInt.empty(), 0.1, List.of("a", "b"), List.of(0.4, 0.8));
    assertThat(checked.one()).isEqualTo(0.4);
    assertThat(checked.votes()).isCloseTo(0.6, within(1e-12));
    assertThat(checked.judgedBy(checked.votes())).isTrue();
    assertThat(checked.judgedBy(checked.one())).isFalse();
  }

  @Test
  void mean_problemsWithDifferentlyManyCases_weighsCasesAlike() {
    Shares<Integer> shares = new Shares<>(List.of(List.of(1, 1, 1), List.of(0), List.of()));
    assertThat(shares.mean(i -> i).mean()).isEqualTo(0.75);
    assertThat(shares.where(i -> i == 0).count()).isEqualTo(1);
    assertThat(shares.where(i -> i == 2).share(_ -> true).mean()).isNaN();
  }

  private static String wrong(Problem problem) {
    return problem.solution() + "1";
  }

  private static Candidate candidate(Problem problem, String text) {
    return new Candidate(
        text, SolutionChecker.answer(text), SolutionChecker.correct(text, problem.answer()), 0, 0);
  }
}
