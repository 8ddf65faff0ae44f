package io.metagen.trainer.evaluation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.metagen.task.SolutionChecker;
import io.metagen.trainer.evaluation.Statistics.Estimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What choosing among the first samples of each problem is worth, against greedy decoding on the
 * same problems.
 *
 * @param problems how many problems
 * @param samples samples of each problem that choices are made from
 * @param accuracy by strategy, with its interval
 * @param overGreedy the paired difference to greedy by strategy, with its interval
 * @param byLevel greedy accuracy, mean of samples and coverage of each level
 * @param scores how well the reward model's scores tell right candidates from wrong ones
 * @param beliefs the same of the generator's own belief in what it drew
 */
public record Evaluation(
    int problems,
    int samples,
    Map<String, Estimate> accuracy,
    Map<String, Estimate> overGreedy,
    Map<Integer, Level> byLevel,
    Ranking scores,
    Ranking beliefs) {

  private static final Map<String, ToDoubleFunction<Judged>> STRATEGIES = strategies();

  /** Accuracies of one level's problems. */
  public record Level(int problems, double greedy, double mean, double coverage) {}

  /**
   * Area under the ROC curve.
   *
   * @param auc over all candidates
   * @param aucWithinProblems mean of the problems' own, where they have right and wrong candidates
   */
  public record Ranking(double auc, double aucWithinProblems) {}

  /**
   * Evaluates choices among the first {@code samples} candidates of each problem; the coverage of
   * all that were drawn has a row of its own.
   */
  public static Evaluation of(List<Judged> judged, int samples) {
    List<Judged> cut = judged.stream().map(j -> j.first(samples)).toList();
    Map<String, Estimate> accuracy = new LinkedHashMap<>();
    Map<String, Estimate> overGreedy = new LinkedHashMap<>();
    STRATEGIES.forEach(
        (name, outcome) -> {
          accuracy.put(name, estimate(cut, outcome));
          overGreedy.put(name, estimate(cut, j -> outcome.applyAsDouble(j) - greedy(j)));
        });
    int drawn = judged.getFirst().samples().size();
    if (drawn > samples) {
      String name = "coverage of " + drawn;
      accuracy.put(name, estimate(judged, Evaluation::coverage));
      overGreedy.put(name, estimate(judged, j -> coverage(j) - greedy(j)));
    }
    return new Evaluation(
        judged.size(),
        samples,
        accuracy,
        overGreedy,
        byLevel(cut),
        ranking(cut, Candidate::score),
        ranking(cut, Candidate::belief));
  }

  private static Estimate estimate(List<Judged> judged, ToDoubleFunction<Judged> outcome) {
    return Statistics.estimate(judged.stream().mapToDouble(outcome).toArray());
  }

  private static Map<Integer, Level> byLevel(List<Judged> judged) {
    Map<Integer, List<Judged>> levels =
        judged.stream().collect(groupingBy(j -> j.problem().level(), TreeMap::new, toList()));
    Map<Integer, Level> result = new TreeMap<>();
    levels.forEach(
        (level, some) ->
            result.put(
                level,
                new Level(
                    some.size(),
                    average(some, Evaluation::greedy),
                    average(some, Evaluation::mean),
                    average(some, Evaluation::coverage))));
    return result;
  }

  private static double average(List<Judged> judged, ToDoubleFunction<Judged> outcome) {
    return judged.stream().mapToDouble(outcome).average().orElseThrow();
  }

  private static Ranking ranking(List<Judged> judged, ToDoubleFunction<Candidate> value) {
    List<Candidate> all = judged.stream().flatMap(j -> j.samples().stream()).toList();
    double within =
        judged.stream()
            .mapToDouble(j -> Statistics.auc(graded(j.samples(), value)))
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN);
    return new Ranking(Statistics.auc(graded(all, value)), within);
  }

  private static List<Statistics.Graded> graded(
      List<Candidate> candidates, ToDoubleFunction<Candidate> value) {
    return candidates.stream()
        .map(c -> new Statistics.Graded(value.applyAsDouble(c), c.correct()))
        .toList();
  }

  private static Map<String, ToDoubleFunction<Judged>> strategies() {
    Map<String, ToDoubleFunction<Judged>> strategies = new LinkedHashMap<>();
    strategies.put("greedy", Evaluation::greedy);
    strategies.put("mean of samples", Evaluation::mean);
    strategies.put("majority vote", j -> right(j, Selection.majority(j.samples())));
    strategies.put("best of n", j -> right(j, Selection.bestOf(j.samples(), Candidate::score)));
    strategies.put(
        "best of n by belief", j -> right(j, Selection.bestOf(j.samples(), Candidate::belief)));
    strategies.put("weighted vote", j -> right(j, Selection.weighted(j.samples())));
    strategies.put("coverage", Evaluation::coverage);
    return strategies;
  }

  private static double greedy(Judged judged) {
    return number(judged.greedy().correct());
  }

  private static double mean(Judged judged) {
    return judged.samples().stream().mapToDouble(c -> number(c.correct())).average().orElseThrow();
  }

  private static double coverage(Judged judged) {
    return number(judged.samples().stream().anyMatch(Candidate::correct));
  }

  private static double right(Judged judged, Optional<String> answer) {
    return number(
        answer.filter(SolutionChecker.normalise(judged.problem().answer())::equals).isPresent());
  }

  private static double number(boolean correct) {
    return correct ? 1 : 0;
  }
}
