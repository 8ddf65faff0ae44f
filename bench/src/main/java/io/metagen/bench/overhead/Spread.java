package io.metagen.bench.overhead;

import java.util.stream.LongStream;

/**
 * Where measured values lie, in microseconds.
 *
 * @param low a twentieth lie below
 * @param high a twentieth lie above
 */
public record Spread(double median, double low, double high) {
  private static final double MICROS = 1e3;

  /** Returns the spread of times in nanoseconds, at least one. */
  public static Spread of(LongStream nanos) {
    long[] sorted = nanos.sorted().toArray();
    return new Spread(at(sorted, 0.5), at(sorted, 0.05), at(sorted, 0.95));
  }

  private static double at(long[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    double value = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    return Math.round(value / MICROS * 10) / 10.0;
  }
}
