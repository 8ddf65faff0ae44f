package io.metagen.verifier.utility;

import io.metagen.error.ServiceException;
import io.metagen.verifier.bounded.AllOrNone;
import io.metagen.verifier.utility.Preference.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * Computes matrices of preferences. A judge favours a place, whatever stands there [1], so each
 * pair is asked about in both orders: u(a, b) = (q(a, b) + 1 - q(b, a)) / 2, with the probability
 * q(x, y) that x is better where x stands first. Hence u(a, b) + u(b, a) = 1, and each unordered
 * pair of distinct texts is asked about once; a text against itself has 1/2 unasked.
 *
 * <p>[1] Zheng et al., Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena, NeurIPS 2023,
 * section 3.3.
 *
 * @param threads for asking at the same time
 * @param mostPairs unordered pairs in a comparison
 */
public record PreferenceMatrix(ExecutorService threads, int mostPairs) {

  /**
   * Compares each hypothesis with each evidence. Blocks. The first failure of the judge fails the
   * whole.
   *
   * @param hypotheses at least one
   * @param evidence empty for the hypotheses
   * @throws ServiceException naming the hypotheses where they make too many pairs
   * @throws InterruptedException if this thread is interrupted; what was asked is given up then
   */
  public Comparison compare(Preference judge, List<String> hypotheses, List<String> evidence)
      throws InterruptedException {
    DistinctTexts texts = DistinctTexts.of(hypotheses, evidence);
    List<Pair> pairs = pairs(texts);
    if (pairs.size() > mostPairs) {
      throw ServiceException.invalidField(
          "hypotheses",
          "must be fewer, or the evidence: they make %d pairs to judge, the most is %d"
              .formatted(pairs.size(), mostPairs));
    }
    List<Callable<Answer>> questions = new ArrayList<>();
    for (Pair pair : pairs) {
      questions.add(() -> judge.between(pair.hypothesis, pair.evidence));
      questions.add(() -> judge.between(pair.evidence, pair.hypothesis));
    }
    List<Answer> answers = AllOrNone.run(questions, threads);
    return new Comparison(
        texts.spread(matrix(texts, pairs, answers)),
        pairs.size(),
        answers.stream().mapToLong(Answer::tokens).sum(),
        answers.stream().mapToLong(Answer::cachedTokens).sum(),
        answers.stream().mapToDouble(Answer::flops).sum());
  }

  private static List<Pair> pairs(DistinctTexts texts) {
    List<Pair> pairs = new ArrayList<>();
    for (int row = 0; row < texts.rows(); row++) {
      for (int column = 0; column < texts.columns(); column++) {
        int other = texts.columnTexts().get(column);
        if (other != row && !texts.repeats(row, column)) {
          pairs.add(new Pair(row, column, texts.texts().get(row), texts.texts().get(other)));
        }
      }
    }
    return pairs;
  }

  private static double[][] matrix(DistinctTexts texts, List<Pair> pairs, List<Answer> answers) {
    double[][] matrix = new double[texts.rows()][texts.columns()];
    for (double[] row : matrix) {
      Arrays.fill(row, 0.5);
    }
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      double there = answers.get(2 * i).first();
      double back = answers.get(2 * i + 1).first();
      matrix[pair.row][pair.column] = (there + 1 - back) / 2;
    }
    texts.mirror(matrix, utility -> 1 - utility);
    return matrix;
  }

  /** Two texts, by their place in the matrix. */
  private record Pair(int row, int column, String hypothesis, String evidence) {}
}
