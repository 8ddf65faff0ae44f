package io.metagen.trainer.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Means with their intervals, and the area under the ROC curve. */
public final class Statistics {

  private static final int RESAMPLES = 10_000;
  private static final long SEED = 20_240_624;

  private Statistics() {}

  /** A score, and whether what was scored is right. */
  public record Graded(double score, boolean right) {}

  /**
   * A mean over problems.
   *
   * @param low 2.5th percentile of the bootstrap over problems
   * @param high 97.5th percentile
   */
  public record Estimate(double mean, double low, double high) {}

  /**
   * Returns the mean with its 95 % interval by the percentile bootstrap (Efron and Tibshirani 1993,
   * chapter 13). Given paired differences, the interval is that of a paired comparison.
   */
  public static Estimate estimate(double[] values) {
    return estimate(
        values.length,
        RESAMPLES,
        chosen -> IntStream.of(chosen).mapToDouble(i -> values[i]).sum() / chosen.length);
  }

  /**
   * Returns a ratio of two sums over problems with its 95 % interval by the same bootstrap, for
   * shares of what problems have different numbers of; NaN where the divisors are all 0.
   */
  public static Estimate ratio(double[] values, double[] divisors) {
    return estimate(
        values.length,
        RESAMPLES,
        chosen ->
            IntStream.of(chosen).mapToDouble(i -> values[i]).sum()
                / IntStream.of(chosen).mapToDouble(i -> divisors[i]).sum());
  }

  /**
   * Returns a statistic of problems with its 95 % interval by the percentile bootstrap.
   *
   * @param problems how many there are
   * @param resamples how often as many are drawn from them, at least 40
   * @param statistic of chosen problems, by their numbers from 0; some come more than once
   */
  public static Estimate estimate(int problems, int resamples, ToDoubleFunction<int[]> statistic) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] found = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      found[i] =
          statistic.applyAsDouble(
              IntStream.generate(() -> random.nextInt(problems)).limit(problems).toArray());
    }
    Arrays.sort(found);
    double all = statistic.applyAsDouble(IntStream.range(0, problems).toArray());
    return new Estimate(all, found[resamples / 40], found[resamples - 1 - resamples / 40]);
  }

  /**
   * Returns the probability that what is right scores higher than what is wrong, ties counted half
   * (Mann and Whitney 1947); NaN if there are only right or only wrong ones.
   */
  public static double auc(List<Graded> graded) {
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
