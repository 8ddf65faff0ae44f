package io.metagen.trainer.evaluation;

import io.metagen.task.Problem;
import io.metagen.task.SolutionChecker;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reward model says of the samples of problems; samples with one text are scored once.
 *
 * @param judged the problems with their samples
 * @param scores for each problem, by a sample's text, the scores of its lines or the one of its end
 */
public record Scoring(List<Judged> judged, List<Map<String, float[]>> scores) {

  /** Scores the first so many samples of each problem. */
  public static Scoring of(RewardScorer scorer, List<Judged> judged, int samples) {
    List<Map<String, float[]>> scores = new ArrayList<>();
    for (Judged one : judged) {
      scores.add(scores(scorer, one.first(samples)));
      if (scores.size() % 100 == 0) {
        System.err.printf("scored: %d problems%n", scores.size());
      }
    }
    return new Scoring(judged, scores);
  }

  private static Map<String, float[]> scores(RewardScorer scorer, Judged judged) {
    List<String> texts = judged.samples().stream().map(Candidate::text).distinct().toList();
    List<int[]> solutions = texts.stream().map(text -> solution(text, scorer.bySteps())).toList();
    List<float[]> found = scorer.score(TaskVocabulary.encode(judged.problem().prompt()), solutions);
    Map<String, float[]> scores = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      scores.put(texts.get(i), found.get(i));
    }
    return scores;
  }

  /** The tokens of a solution and the end that its model was trained on. */
  private static int[] solution(String text, boolean bySteps) {
    int[] tokens = TaskVocabulary.encode(text);
    int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
    ended[tokens.length] = bySteps ? TaskVocabulary.LINE_END : TaskVocabulary.endOfText();
    return ended;
  }

  /** Returns the problems with their scored samples; others keep what they had. */
  public List<Judged> aggregated(Aggregation aggregation) {
    List<Judged> result = new ArrayList<>();
    for (int i = 0; i < judged.size(); i++) {
      Map<String, float[]> found = scores.get(i);
      Judged one = judged.get(i);
      List<Candidate> scored =
          one.samples().stream().map(c -> scored(c, found.get(c.text()), aggregation)).toList();
      result.add(new Judged(one.problem(), one.greedy(), scored));
    }
    return result;
  }

  private static Candidate scored(
      Candidate candidate, float @Nullable [] scores, Aggregation aggregation) {
    return scores == null ? candidate : candidate.withScore(aggregation.of(scores));
  }

  /**
   * Returns how well wrong lines are found, over all different samples.
   *
   * @param threshold below which a line is doubted
   */
  public StepAccuracy steps(double threshold) {
    List<StepAccuracy.Checked> checked = new ArrayList<>();
    for (int i = 0; i < judged.size(); i++) {
      Problem problem = judged.get(i).problem();
      scores
          .get(i)
          .forEach(
              (text, found) ->
                  checked.add(
                      new StepAccuracy.Checked(
                          found, SolutionChecker.check(text, problem).wrongLine())));
    }
    return StepAccuracy.of(checked, threshold);
  }
}
