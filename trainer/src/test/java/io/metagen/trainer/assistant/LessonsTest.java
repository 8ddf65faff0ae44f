package io.metagen.trainer.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.task.Distraction;
import io.metagen.task.FactCollection;
import io.metagen.task.Omission;
import io.metagen.task.Problem;
import io.metagen.task.ProblemSource;
import io.metagen.task.Split;
import io.metagen.trainer.training.Continuation;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LessonsTest {

  private static final String PROBLEM =
      "Finn has 31 apples. Finn collects 5 more. Kate has 14 fewer than Finn."
          + " How many apples does Kate have now?";
  private static final String RIGHT = "Finn 31+5=36\nKate 36-14=22\nAnswer: 22";
  private static final String WRONG = "Kate (31+5)-14=21\nAnswer: 21";

  @Test
  void check_wrongSolution_isTheCheckItsEndAndNo() {
    Continuation check = Lessons.check(PROBLEM, WRONG);
    assertThat(TaskVocabulary.decode(check.tokens()))
        .isEqualTo(WRONG + "\nCheck:\nFinn 31+5=36 Kate 36-14=22, not 21\nCorrect:\nNo");
    assertThat(learned(check)).isEqualTo("Finn 31+5=36 Kate 36-14=22, not 21|No|");
  }

  @Test
  void verdict_rightSolution_isYesAlone() {
    Continuation verdict = Lessons.verdict(PROBLEM, RIGHT);
    assertThat(TaskVocabulary.decode(verdict.tokens()))
        .isEqualTo(RIGHT + "\nCheck:\nCorrect:\nYes");
    assertThat(learned(verdict)).isEqualTo("Yes|");
  }

  @Test
  void correction_feedbackOnAWrongSolution_showsItAndLearnsTheBetterOne() {
    Continuation correction = Lessons.correction(PROBLEM, WRONG, RIGHT, true);
    assertThat(TaskVocabulary.decode(correction.tokens()))
        .startsWith(WRONG + "\nFeedback: (31+5)-14 is ")
        .endsWith("\nBetter:\n" + RIGHT);
    assertThat(learned(correction)).isEqualTo(RIGHT + "|");
  }

  @Test
  void correction_rightSolution_hasNoFeedback() {
    Continuation correction = Lessons.correction(PROBLEM, RIGHT, RIGHT, true);
    assertThat(TaskVocabulary.decode(correction.tokens())).isEqualTo(RIGHT + "\nBetter:\n" + RIGHT);
  }

  @Test
  void rewriting_distractedProblem_learnsTheCleanOne() {
    Problem problem = new ProblemSource(3).problem(Split.TRAIN, 4, 0);
    Distraction distraction = Distraction.of(problem, new SplittableRandom(5));
    Example example = Lessons.rewriting(distraction);
    assertThat(TaskVocabulary.decode(example.prompt())).isEqualTo(distraction.text() + "\n");
    Continuation rewriting = example.continuations().getFirst();
    assertThat(learned(rewriting)).isEqualTo(problem.problem() + "|");
  }

  @Test
  void asking_gaps_learnsQuestionsAndTheSolutionButNotTheFacts() {
    ProblemSource source = new ProblemSource(3);
    SplittableRandom random = new SplittableRandom(5);
    Omission omission =
        IntStream.range(0, 100)
            .mapToObj(i -> source.problem(Split.TRAIN, 8, i))
            .flatMap(one -> Omission.of(one, FactCollection.shipped(), random).stream())
            .findFirst()
            .orElseThrow();
    Problem problem = omission.problem();
    Example example = Lessons.asking(omission.text(), omission.lookUps(), problem.solution());
    String told = TaskVocabulary.decode(example.continuations().getFirst().tokens());
    StringBuilder wanted = new StringBuilder("Ask:\n");
    StringBuilder said = new StringBuilder();
    omission
        .lookUps()
        .forEach(
            fact -> {
              wanted.append(fact.lookUp()).append('\n');
              said.append("Follow up: ").append(fact.question()).append("\nIntermediate answer:");
            });
    assertThat(told).isEqualTo(wanted + problem.solution());
    assertThat(learned(example.continuations().getFirst()))
        .isEqualTo(said + problem.solution() + "|");
  }

  /** What is to be said, with a bar where it should end. */
  private static String learned(Continuation continuation) {
    int[] targets =
        Arrays.stream(continuation.targets())
            .filter(target -> target >= 0)
            .flatMap(
                target ->
                    target == TaskVocabulary.endOfText() ? IntStream.of('|') : IntStream.of(target))
            .toArray();
    return TaskVocabulary.decode(targets);
  }
}
