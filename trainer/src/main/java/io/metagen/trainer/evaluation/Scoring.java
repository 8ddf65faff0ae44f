package io.metagen.trainer.evaluation;

import io.metagen.task.Problem;
import io.metagen.trainer.training.ProblemBatches;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Gives candidates the scores of a reward model. */
public final class Scoring {

  private Scoring() {}

  /**
   * Returns the problems in their order, with the first {@code samples} samples of each scored;
   * greedy solutions and later samples keep theirs.
   */
  public static List<Judged> score(RewardScorer scorer, List<Judged> judged, int samples) {
    List<int[]> rows = new ArrayList<>();
    judged.forEach(
        j -> j.samples().stream().limit(samples).forEach(c -> rows.add(row(j.problem(), c))));
    float[] scores = scores(scorer, rows);
    List<Judged> result = new ArrayList<>();
    int next = 0;
    for (Judged one : judged) {
      List<Candidate> scored = new ArrayList<>(one.samples());
      for (int i = 0; i < Math.min(samples, scored.size()); i++) {
        scored.set(i, scored.get(i).withScore(scores[next++]));
      }
      result.add(new Judged(one.problem(), one.greedy(), scored));
    }
    return result;
  }

  /** Prompt, solution and end-of-text: what the reward model was trained on. */
  private static int[] row(Problem problem, Candidate candidate) {
    return ProblemBatches.example(problem, candidate.text()).tokens();
  }

  /** Scores rows of like length together, so that little is padded. */
  private static float[] scores(RewardScorer scorer, List<int[]> rows) {
    List<Integer> order =
        IntStream.range(0, rows.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> rows.get(i).length))
            .toList();
    float[] sorted = scorer.score(order.stream().map(rows::get).toList());
    float[] scores = new float[sorted.length];
    IntStream.range(0, sorted.length).forEach(i -> scores[order.get(i)] = sorted[i]);
    return scores;
  }
}
