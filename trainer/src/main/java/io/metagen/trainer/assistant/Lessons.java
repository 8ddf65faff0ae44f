package io.metagen.trainer.assistant;

import io.metagen.task.Distraction;
import io.metagen.task.Fact;
import io.metagen.task.ProblemReader;
import io.metagen.task.Reading;
import io.metagen.task.StepCheck;
import io.metagen.task.StepReview;
import io.metagen.trainer.training.Continuation;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.List;
import java.util.Optional;

/**
 * The assistant's tasks as rows to learn from. A task is told by the line that ends the prompt:
 * {@code Check:}, {@code Correct:}, {@code Better:}, {@code Rewrite:}, {@code Ask:}, or none, to
 * solve.
 */
final class Lessons {

  private Lessons() {}

  /**
   * A step-by-step check, which may end there, and behind it the verdict (GenRM-CoT, Zhang et al.
   * 2024).
   */
  static Continuation check(String problem, String solution) {
    Reading reading = ProblemReader.read(problem);
    StepCheck check = StepCheck.of(solution, reading);
    return shown(solution)
        .read("Check:\n")
        .learn(check.text())
        .end()
        .read("\nCorrect:\n")
        .learn(check.right() ? "Yes" : "No")
        .end()
        .continuation();
  }

  /** The verdict at once (GenRM). */
  static Continuation verdict(String problem, String solution) {
    boolean right = StepCheck.of(solution, ProblemReader.read(problem)).right();
    return shown(solution)
        .read("Check:\nCorrect:\n")
        .learn(right ? "Yes" : "No")
        .end()
        .continuation();
  }

  /**
   * A better solution for one that is shown, maybe with what is wrong with it (self-corrective
   * learning, Welleck et al. 2023); the same again for a right one.
   */
  static Continuation correction(String problem, String solution, String better, boolean feedback) {
    Lesson lesson = shown(solution);
    Optional<String> fault = StepReview.of(solution, ProblemReader.read(problem)).fault();
    if (feedback && fault.isPresent()) {
      lesson.read("Feedback: " + fault.get() + "\n");
    }
    return lesson.read("Better:\n").learn(better).end().continuation();
  }

  /** The problem without what has nothing to do with it (Weston and Sukhbaatar 2023). */
  static Example rewriting(Distraction distraction) {
    return alone(
        distraction.text(),
        new Lesson().read("Rewrite:\n").learn(distraction.problem().problem()).end());
  }

  /** Look-ups of what the problem leaves out, then the solution (Self-Ask, Press et al. 2022). */
  static Example asking(String problem, List<Fact> lookUps, String solution) {
    Lesson lesson = new Lesson().read("Ask:\n");
    for (Fact fact : lookUps) {
      lesson
          .learn("Follow up: " + fact.question() + "\nIntermediate answer:")
          .read(" " + fact.answer() + "\n");
    }
    return alone(problem, lesson.learn(solution).end());
  }

  private static Lesson shown(String solution) {
    return new Lesson().read(solution + "\n");
  }

  private static Example alone(String problem, Lesson lesson) {
    return new Example(TaskVocabulary.encode(problem + "\n"), List.of(lesson.continuation()));
  }
}
