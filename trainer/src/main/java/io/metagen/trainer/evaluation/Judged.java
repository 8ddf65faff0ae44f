package io.metagen.trainer.evaluation;

import io.metagen.task.Problem;
import java.util.List;

/**
 * A problem with the greedy solution and the sampled ones, all graded.
 *
 * @param greedy the solution at temperature 0
 * @param samples solutions at temperature 1, in the order they were drawn
 */
public record Judged(Problem problem, Candidate greedy, List<Candidate> samples) {

  public Judged {
    samples = List.copyOf(samples);
  }

  /** Returns the same with its first so many samples, or all if there are fewer. */
  public Judged first(int count) {
    return new Judged(problem, greedy, samples.subList(0, Math.min(count, samples.size())));
  }
}
