package io.metagen.trainer.evaluation;

import io.metagen.trainer.evaluation.Statistics.Graded;
import io.metagen.trainer.training.GoodLines;
import io.metagen.trainer.training.Sample;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A reward model's scores of samples beside what they should be.
 *
 * @param labels of each problem's lines for a process model, which count up to the first bad one;
 *     none for an outcome model, whose scores tell right answers
 */
public record GradedScores(
    RewardScorer scorer, List<SampledProblem> sampled, List<GoodLines> labels) {

  private static final float SURE = 0.9f;

  /** Returns the scores of a range of the problems. */
  public List<Graded> of(int from, int to) {
    List<Graded> graded = new ArrayList<>();
    for (int i = from; i < to; i++) {
      SampledProblem problem = sampled.get(i);
      List<int[]> solutions = problem.samples().stream().map(this::ended).toList();
      List<float[]> scores =
          scorer.score(TaskVocabulary.encode(problem.problem().prompt()), solutions);
      for (int sample = 0; sample < scores.size(); sample++) {
        if (scorer.bySteps()) {
          steps(scores.get(sample), labels.get(i).chances().get(sample), graded);
        } else {
          boolean right = problem.samples().get(sample).correct();
          graded.add(new Graded(scores.get(sample)[0], right));
        }
      }
    }
    return graded;
  }

  private static void steps(float[] scores, List<Float> chances, List<Graded> graded) {
    for (int line = 0; line < scores.length; line++) {
      float chance = chances.get(line);
      if (chance >= SURE || chance <= 1 - SURE) {
        graded.add(new Graded(scores[line], chance >= SURE));
      }
    }
  }

  private int[] ended(Sample sample) {
    int[] tokens = Arrays.copyOf(sample.tokens(), sample.tokens().length);
    if (scorer.bySteps()) {
      tokens[tokens.length - 1] = TaskVocabulary.LINE_END;
    }
    return tokens;
  }
}
