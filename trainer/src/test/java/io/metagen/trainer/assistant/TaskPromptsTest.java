package io.metagen.trainer.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.task.Distraction;
import io.metagen.task.Fact;
import io.metagen.task.FactCollection;
import io.metagen.task.Problem;
import io.metagen.task.ProblemReader;
import io.metagen.task.StepReview;
import io.metagen.trainer.training.Continuation;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the assistant is asked with must be what it was trained on, token by token. */
final class TaskPromptsTest {

  private static final String PROBLEM =
      "Ann has 12 apples. Ann buys 5 more. How many apples does Ann have now?";
  private static final String WRONG = "Ann 12+5=18\nAnswer: 18";
  private static final String RIGHT = "Ann 12+5=17\nAnswer: 17";

  @Test
  void check_isWhatLessonsBeginWith() {
    beginsWith(TaskPrompts.check(), Lessons.check(PROBLEM, WRONG));
    beginsWith(TaskPrompts.verdict("Ann 12+5=17, not 18") + "No", Lessons.check(PROBLEM, WRONG));
    beginsWith(TaskPrompts.verdict() + "No", Lessons.verdict(PROBLEM, WRONG));
  }

  @Test
  void better_isWhatLessonsBeginWith() {
    Optional<String> fault = StepReview.of(WRONG, ProblemReader.read(PROBLEM)).fault();
    assertThat(fault).isPresent();
    beginsWith(TaskPrompts.better(fault) + RIGHT, Lessons.correction(PROBLEM, WRONG, RIGHT, true));
    beginsWith(
        TaskPrompts.better(Optional.empty()) + RIGHT,
        Lessons.correction(PROBLEM, WRONG, RIGHT, false));
  }

  @Test
  void rewriteAndAsk_areWhatLessonsBeginWith() {
    Problem problem = new Problem("p", 1, PROBLEM, RIGHT, "17");
    Distraction distraction = Distraction.of(problem, new SplittableRandom(1));
    beginsWith(TaskPrompts.rewrite(distraction.text()) + PROBLEM, Lessons.rewriting(distraction));
    Fact fact = FactCollection.shipped().facts().getFirst();
    beginsWith(
        TaskPrompts.ask(PROBLEM) + fact.lookUp() + "\n" + RIGHT,
        Lessons.asking(PROBLEM, List.of(fact), RIGHT));
  }

  private static void beginsWith(String text, Continuation lesson) {
    begins(TaskPrompts.shown(PROBLEM, WRONG) + text, TaskVocabulary.encode(PROBLEM + "\n"), lesson);
  }

  private static void beginsWith(String text, Example lesson) {
    begins(text, lesson.prompt(), lesson.continuations().getFirst());
  }

  private static void begins(String text, int[] prompt, Continuation lesson) {
    int[] tokens = Arrays.copyOf(prompt, prompt.length + lesson.tokens().length);
    System.arraycopy(lesson.tokens(), 0, tokens, prompt.length, lesson.tokens().length);
    assertThat(tokens).startsWith(TaskVocabulary.encode(text));
  }
}
