package io.metagen.verifier.judge;

import io.metagen.verifier.bounded.AllOrNone;
import io.metagen.verifier.judge.JudgeGenerator.Critiques;
import io.metagen.verifier.judge.JudgeGenerator.Spent;
import io.metagen.verifier.judge.JudgeGenerator.Verdict;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;

/**
 * Judges candidates of one problem (GenRM and GenRM-CoT, Zhang et al. 2024): the mean over K
 * sampled critiques of what the verdict behind each is worth; without critiques, that of the one
 * verdict.
 *
 * @param threads for calls at the same time
 */
public record GenerativeJudge(
    JudgeGenerator generator, Question question, ExecutorService threads) {
  private static final List<String> YES = List.of("Yes");
  private static final List<String> POINTS = List.of("1", "2", "3", "4", "5");

  /**
   * What is asked of the generator.
   *
   * @param scale whether the verdict is a point from 1 to 5, not a yes or no
   * @param critiques how many, 0 to ask directly
   * @param seed of the critiques
   */
  public record Question(
      String problem,
      JudgePrompts prompts,
      boolean scale,
      String rubric,
      int critiques,
      long seed) {}

  /**
   * Returns what the generator says of a candidate. Blocks.
   *
   * @throws io.metagen.error.ServiceException if the generator fails
   * @throws NoVerdictException if it refuses what it is shown, or gives no point a probability
   * @throws InterruptedException if this thread is interrupted
   */
  public Opinion of(String candidate) throws InterruptedException {
    if (question.critiques == 0) {
      Verdict verdict = verdict(candidate, "");
      double score = worth(verdict);
      return new Opinion(score, List.of(), List.of(score), verdict.spent());
    }
    Critiques critiques =
        generator.critiques(
            question.prompts.critique(values(candidate, "")), question.critiques, question.seed);
    List<Verdict> verdicts =
        AllOrNone.run(
            critiques.texts().stream()
                .map(text -> (Callable<Verdict>) () -> verdict(candidate, text))
                .toList(),
            threads);
    List<Double> scores = verdicts.stream().map(this::worth).toList();
    double mean = scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    Spent spent = verdicts.stream().map(Verdict::spent).reduce(critiques.spent(), Spent::plus);
    return new Opinion(mean, critiques.texts(), scores, spent);
  }

  private Verdict verdict(String candidate, String critique) {
    return generator.verdict(
        question.prompts.verdict(values(candidate, critique)), question.scale ? POINTS : YES);
  }

  private JudgePrompts.Values values(String candidate, String critique) {
    return new JudgePrompts.Values(question.problem, candidate, critique, question.rubric);
  }

  /** Returns the probability of "Yes", or the expected point from 0 for 1 to 1 for 5. */
  private double worth(Verdict verdict) {
    if (!question.scale) {
      return verdict.probabilities().getFirst();
    }
    List<Double> points = verdict.shares();
    double expected = IntStream.range(0, points.size()).mapToDouble(i -> i * points.get(i)).sum();
    return expected / (points.size() - 1);
  }
}
