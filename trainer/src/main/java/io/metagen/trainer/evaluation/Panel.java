package io.metagen.trainer.evaluation;

import io.metagen.task.Problem;
import io.metagen.task.SolutionChecker;
import io.metagen.trainer.training.Sample;
import io.metagen.trainer.training.SampledProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * The greedy solution and the samples of every problem, graded but not scored.
 *
 * @param judge samples and grades
 */
public record Panel(Judge judge) {

  /** Returns the problems in their order with their candidates, all with score 0. */
  public List<Judged> judge(List<Problem> problems, int samples) {
    List<SampledProblem> greedy =
        judge.sample(problems, 0, new Judge.Draw(1, 0), done -> report("greedy", done));
    List<SampledProblem> sampled =
        judge.sample(problems, 0, new Judge.Draw(samples, 1), done -> report("sampled", done));
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      Candidate answer = candidate(greedy.get(i).samples().getFirst());
      judged.add(
          new Judged(
              problems.get(i),
              answer,
              sampled.get(i).samples().stream().map(this::candidate).toList()));
    }
    return judged;
  }

  private Candidate candidate(Sample sample) {
    String text = judge.text(sample);
    float belief = sample.belief()[sample.belief().length - 1];
    return new Candidate(text, SolutionChecker.answer(text), sample.correct(), 0, belief);
  }

  private static void report(String what, int done) {
    System.err.printf("%s: %d problems%n", what, done);
  }
}
