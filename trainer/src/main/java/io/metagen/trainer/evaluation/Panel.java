package io.metagen.trainer.evaluation;

import io.metagen.trainer.task.Problem;
import io.metagen.trainer.task.SolutionChecker;
import io.metagen.trainer.training.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The greedy solution and the samples of every problem, graded and, with a reward model, scored.
 *
 * @param judge samples and grades
 * @param scorers the reward model, or none: then every score is 0
 */
public record Panel(Judge judge, List<RewardScorer> scorers) {

  /** Returns the problems in their order with their candidates. */
  public List<Judged> judge(List<Problem> problems, int samples) {
    List<List<Example>> greedy = judge.examples(problems, 1, 0, done -> report("greedy", done));
    List<List<Example>> sampled =
        judge.examples(problems, samples, 1, done -> report("sampled", done));
    float[] scores = scores(sampled.stream().flatMap(List::stream).toList());
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      Candidate answer = candidate(greedy.get(i).getFirst(), 0);
      List<Example> drawn = sampled.get(i);
      int first = i * samples;
      List<Candidate> candidates =
          IntStream.range(0, samples)
              .mapToObj(s -> candidate(drawn.get(s), scores[first + s]))
              .toList();
      judged.add(new Judged(problems.get(i), answer, candidates));
    }
    return judged;
  }

  private Candidate candidate(Example example, float score) {
    String text = judge.text(example);
    return new Candidate(text, SolutionChecker.answer(text), example.label() == 1, score);
  }

  /** Scores rows of like length together. */
  private float[] scores(List<Example> examples) {
    float[] scores = new float[examples.size()];
    for (RewardScorer scorer : scorers) {
      List<Integer> order =
          IntStream.range(0, scores.length)
              .boxed()
              .sorted(Comparator.comparingInt(i -> examples.get(i).tokens().length))
              .toList();
      float[] sorted = scorer.score(order.stream().map(i -> examples.get(i).tokens()).toList());
      IntStream.range(0, sorted.length).forEach(i -> scores[order.get(i)] = sorted[i]);
    }
    return scores;
  }

  private static void report(String what, int done) {
    System.err.printf("%s: %d problems%n", what, done);
  }
}
