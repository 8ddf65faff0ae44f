package io.metagen.trainer.perplexity;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Perplexity for each token of the solutions (Jelinek et al. 1977): e to the mean negative
 * log-likelihood, over the tokens of all problems together.
 *
 * @param setting how the network ran
 * @param perplexity at least 1
 * @param overF32 this perplexity less that of f32 on the same problems
 */
public record Perplexity(String setting, double perplexity, Difference overF32) {
  private static final int RESAMPLES = 10_000;
  private static final long SEED = 20_240_624;

  /**
   * A paired difference.
   *
   * @param low 2.5th percentile of the bootstrap over problems
   * @param high 97.5th percentile
   */
  public record Difference(double mean, double low, double high) {}

  /** Returns the perplexity of a setting, given the same problems' surprises in it and in f32. */
  static Perplexity of(Setting setting, List<Surprise> surprises, List<Surprise> f32) {
    int[] all = new int[surprises.size()];
    Arrays.setAll(all, i -> i);
    double whole = perplexity(surprises, all);
    return new Perplexity(
        setting.name(), whole, difference(surprises, f32, whole - perplexity(f32, all)));
  }

  /** The percentile bootstrap (Efron and Tibshirani 1993, chapter 13): a problem is one draw. */
  private static Difference difference(List<Surprise> one, List<Surprise> other, double mean) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] differences = new double[RESAMPLES];
    int[] drawn = new int[one.size()];
    for (int i = 0; i < RESAMPLES; i++) {
      Arrays.setAll(drawn, _ -> random.nextInt(drawn.length));
      differences[i] = perplexity(one, drawn) - perplexity(other, drawn);
    }
    Arrays.sort(differences);
    return new Difference(
        mean, differences[RESAMPLES / 40], differences[RESAMPLES - 1 - RESAMPLES / 40]);
  }

  private static double perplexity(List<Surprise> surprises, int[] problems) {
    double nats = 0;
    long tokens = 0;
    for (int problem : problems) {
      nats += surprises.get(problem).nats();
      tokens += surprises.get(problem).tokens();
    }
    return Math.exp(nats / tokens);
  }
}
