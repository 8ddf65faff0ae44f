package io.metagen.transformer.sampling;

/** Pearson's test of counts against a law. */
final class ChiSquare {

  private ChiSquare() {}

  /**
   * The probability of counts at least this far from the law. Outcomes expected fewer than 10 times
   * are taken together.
   */
  static double pValue(long[] counts, double[] law) {
    long n = 0;
    for (long count : counts) {
      n += count;
    }
    double statistic = 0;
    double rareCount = 0;
    double rareExpected = 0;
    int cells = 0;
    for (int i = 0; i < law.length; i++) {
      if (law[i] * n < 10) {
        rareCount += counts[i];
        rareExpected += law[i] * n;
      } else {
        statistic += Math.pow(counts[i] - law[i] * n, 2) / (law[i] * n);
        cells++;
      }
    }
    if (rareExpected >= 10) {
      statistic += Math.pow(rareCount - rareExpected, 2) / rareExpected;
      cells++;
    }
    return cells < 2 ? 1 : upperGamma((cells - 1) / 2.0, statistic / 2);
  }

  /** The regularised upper incomplete gamma function Q(a, x), by recurrence from a = 1/2 or 1. */
  static double upperGamma(double a, double x) {
    boolean whole = a == Math.rint(a);
    double q = whole ? Math.exp(-x) : erfc(Math.sqrt(x));
    double s = whole ? 1 : 0.5;
    double term = whole ? Math.exp(-x) * x : Math.exp(-x) * Math.sqrt(x) * 2 / Math.sqrt(Math.PI);
    for (; s < a - 0.25; s++) {
      q += term;
      term *= x / (s + 1);
    }
    return q;
  }

  /**
   * Abramowitz and Stegun 7.1.26 is too coarse in the tail; this is their continued fraction
   * 7.1.14.
   */
  private static double erfc(double x) {
    if (x < 0.5) {
      double sum = 0;
      double term = x;
      for (int n = 0; n < 40; n++) {
        sum += term / (2 * n + 1);
        term *= -x * x / (n + 1);
      }
      return 1 - 2 / Math.sqrt(Math.PI) * sum;
    }
    double f = x;
    for (int n = 400; n > 0; n--) {
      f = x + n / 2.0 / f;
    }
    return Math.exp(-x * x) / (Math.sqrt(Math.PI) * f);
  }
}
