package io.metagen.verifier.utility;

import io.metagen.error.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntConsumer;

/**
 * Computes matrices of utilities, as minimum Bayes risk needs them [1]: the hypothesis with the
 * greatest mean over its row is the answer.
 *
 * <p>Each distinct text is read once, and each pair of distinct texts is computed once, for a
 * symmetric utility each unordered one. Every utility is computed by itself, so the result does not
 * depend on how the work is shared. Thread-safe.
 *
 * <p>[1] Bickel, Doksum, Mathematical Statistics, 1977; Kumar, Byrne, Minimum Bayes-Risk Decoding
 * for Statistical Machine Translation, NAACL 2004, equation 2.
 */
public final class UtilityMatrix {
  private final Workers workers;
  private final Duration longest;

  /**
   * @param longest most time on one core that a comparison may be estimated to take
   */
  public UtilityMatrix(Workers workers, Duration longest) {
    this.workers = workers;
    this.longest = longest;
  }

  /**
   * Compares each hypothesis with each evidence. Blocks.
   *
   * @param hypotheses at least one
   * @param evidence empty for the hypotheses
   * @throws ServiceException naming the hypotheses where it would take too long
   * @throws InterruptedException if this thread is interrupted, after the work has stopped
   */
  public Comparison compare(TextUtility utility, List<String> hypotheses, List<String> evidence)
      throws InterruptedException {
    DistinctTexts texts = DistinctTexts.of(hypotheses, evidence);
    Plan plan = new Plan(utility, texts);
    refuseBeyond(longest, plan);
    Reading reading = utility.read(texts.texts(), workers);
    double[][] matrix = new double[texts.rows()][texts.columns()];
    workers.forEach(
        texts.rows() * texts.columns(), plan.pairNanos(), plan.computing(reading.pairs(), matrix));
    if (utility.symmetric()) {
      texts.mirror(matrix, DoubleUnaryOperator.identity());
    }
    return new Comparison(texts.spread(matrix), plan.pairs(), reading.tokens(), 0, reading.flops());
  }

  private static void refuseBeyond(Duration longest, Plan plan) {
    double nanos = plan.textNanos() + plan.pairNanos();
    if (nanos > longest.toNanos()) {
      throw ServiceException.invalidField(
          "hypotheses",
          "must be fewer or shorter, or the evidence: comparing them is estimated to take "
              + Math.ceilDiv((long) nanos, 1_000_000)
              + " ms of one core, the most is "
              + longest.toMillis()
              + " ms");
    }
  }

  /** Which cells of the matrix are computed, and what that takes. */
  private record Plan(TextUtility utility, DistinctTexts texts, List<Integer> sizes) {
    Plan(TextUtility utility, DistinctTexts texts) {
      this(utility, texts, texts.texts().stream().map(utility::size).toList());
    }

    double textNanos() {
      return sizes.stream().mapToDouble(utility.effort()::ofText).sum();
    }

    double pairNanos() {
      double nanos = 0;
      for (int row = 0; row < texts.rows(); row++) {
        for (int column = 0; column < texts.columns(); column++) {
          int other = sizes.get(texts.columnTexts().get(column));
          nanos += computed(row, column) ? utility.effort().ofPair(sizes.get(row), other) : 0;
        }
      }
      return nanos;
    }

    long pairs() {
      long pairs = 0;
      for (int row = 0; row < texts.rows(); row++) {
        for (int column = 0; column < texts.columns(); column++) {
          pairs += computed(row, column) ? 1 : 0;
        }
      }
      return pairs;
    }

    /** Returns what computes one cell: cells are numbered row by row. */
    IntConsumer computing(Reading.Pairs pairs, double[][] matrix) {
      return cell -> {
        int row = cell / texts.columns();
        int column = cell % texts.columns();
        if (computed(row, column)) {
          matrix[row][column] = pairs.utility(row, texts.columnTexts().get(column));
        }
      };
    }

    private boolean computed(int row, int column) {
      return !utility.symmetric() || !texts.repeats(row, column);
    }
  }
}
