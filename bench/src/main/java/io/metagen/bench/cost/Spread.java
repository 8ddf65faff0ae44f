package io.metagen.bench.cost;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What some rounds gave.
 *
 * @param median of the rounds
 * @param least of a round
 * @param greatest of a round
 */
public record Spread(double median, double least, double greatest) {

  /** Returns the spread of at least one round. */
  public static Spread of(double... rounds) {
    if (rounds.length == 0) {
      throw new IllegalArgumentException("rounds: none");
    }
    return new Spread(
        StatUtils.percentile(rounds, 50), StatUtils.min(rounds), StatUtils.max(rounds));
  }

  /** Returns the spread of the ratios of rounds that ran one after the other. */
  static Spread ofRatios(double[] dividends, double[] divisors) {
    if (dividends.length != divisors.length) {
      throw new IllegalArgumentException(
          "rounds: " + Arrays.toString(dividends) + ", " + Arrays.toString(divisors));
    }
    return of(
        IntStream.range(0, dividends.length)
            .mapToDouble(i -> dividends[i] / divisors[i])
            .toArray());
  }
}
