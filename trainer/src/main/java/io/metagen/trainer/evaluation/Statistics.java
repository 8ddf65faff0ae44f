package io.metagen.trainer.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Means with their intervals, and the area under the ROC curve. */
final class Statistics {

  private static final int RESAMPLES = 10_000;
  private static final long SEED = 20_240_624;

  private Statistics() {}

  /** A score, and whether what was scored is right. */
  record Graded(double score, boolean right) {}

  /**
   * A mean over problems.
   *
   * @param low 2.5th percentile of the bootstrap over problems
   * @param high 97.5th percentile
   */
  record Estimate(double mean, double low, double high) {}

  /**
   * Returns the mean with its 95 % interval by the percentile bootstrap (Efron and Tibshirani 1993,
   * chapter 13). Given paired differences, the interval is that of a paired comparison.
   */
  static Estimate estimate(double[] values) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int draw = 0; draw < values.length; draw++) {
        sum += values[random.nextInt(values.length)];
      }
      means[i] = sum / values.length;
    }
    Arrays.sort(means);
    double mean = Arrays.stream(values).average().orElseThrow();
    return new Estimate(mean, means[RESAMPLES / 40], means[RESAMPLES - 1 - RESAMPLES / 40]);
  }

  /**
   * Returns the probability that what is right scores higher than what is wrong, ties counted half
   * (Mann and Whitney 1947); NaN if there are only right or only wrong ones.
   */
  static double auc(List<Graded> graded) {
    List<Graded> sorted =
        graded.stream().sorted(Comparator.comparingDouble(Graded::score)).toList();
    double[] ranks = ranks(sorted.stream().mapToDouble(Graded::score).toArray());
    double right = sorted.stream().filter(Graded::right).count();
    double rankSum =
        IntStream.range(0, ranks.length)
            .filter(i -> sorted.get(i).right())
            .mapToDouble(i -> ranks[i])
            .sum();
    return (rankSum - right * (right + 1) / 2) / (right * (sorted.size() - right));
  }

  /** Ranks from 1 of ascending values; equal values share their mean rank. */
  private static double[] ranks(double[] ascending) {
    double[] ranks = new double[ascending.length];
    for (int from = 0; from < ranks.length; ) {
      int to = from;
      while (to < ranks.length && ascending[to] == ascending[from]) {
        to++;
      }
      Arrays.fill(ranks, from, to, (from + 1 + to) / 2.0);
      from = to;
    }
    return ranks;
  }
}
