package io.metagen.bench.cost;

import java.util.function.LongSupplier;

/**
 * Runs a step until it is warm: until three windows of half a second in succession were not faster
 * than the fastest before them by more than 3 %, and for 3 seconds at least. The JVM compiles the
 * operators meanwhile. A step that still gets faster after 30 seconds is taken as it is.
 */
final class WarmUp {
  static final double WINDOW_SECONDS = 0.5;
  static final double LEAST_SECONDS = 3;
  static final double MOST_SECONDS = 30;
  private static final int CALM_WINDOWS = 3;
  private static final double GAIN = 0.03;
  private static final double NANOS = 1e9;

  private final LongSupplier nanos;

  /** {@code nanos} is the clock. */
  WarmUp(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Returns the seconds of a step in the fastest window. */
  double run(Runnable step) {
    long begin = nanos.getAsLong();
    double fastest = window(step);
    int calm = 0;
    while (!ended(since(begin), calm)) {
      double seconds = window(step);
      calm = seconds < fastest * (1 - GAIN) ? 0 : calm + 1;
      fastest = Math.min(fastest, seconds);
    }
    return fastest;
  }

  private static boolean ended(double seconds, int calm) {
    return seconds >= MOST_SECONDS || (seconds >= LEAST_SECONDS && calm >= CALM_WINDOWS);
  }

  private double window(Runnable step) {
    long begin = nanos.getAsLong();
    int steps = 0;
    do {
      step.run();
      steps++;
    } while (since(begin) < WINDOW_SECONDS);
    return since(begin) / steps;
  }

  private double since(long begin) {
    return (nanos.getAsLong() - begin) / NANOS;
  }
}
