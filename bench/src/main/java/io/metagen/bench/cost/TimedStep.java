package io.metagen.bench.cost;

import java.util.function.LongSupplier;

/** A step in place, with the milliseconds that it took in each round. */
final class TimedStep implements AutoCloseable {
  private static final double ROUND_MILLIS = 200;
  private static final int LEAST_STEPS = 3;
  private static final int MOST_STEPS = 200;
  private static final double NANOS_PER_MILLI = 1e6;

  private final DecodeStep step;
  private final LongSupplier nanos;
  private final double[] rounds;
  private final int steps;

  /** Takes over the step and finds out how often it fits into a round. */
  TimedStep(DecodeStep step, int rounds, LongSupplier nanos) {
    this.step = step;
    this.nanos = nanos;
    this.rounds = new double[rounds];
    millis(LEAST_STEPS);
    steps =
        (int) Math.clamp(Math.ceil(ROUND_MILLIS / millis(LEAST_STEPS)), LEAST_STEPS, MOST_STEPS);
  }

  void measure(int round) {
    rounds[round] = millis(steps);
  }

  private double millis(int count) {
    long begin = nanos.getAsLong();
    for (int i = 0; i < count; i++) {
      step.run();
    }
    return (nanos.getAsLong() - begin) / NANOS_PER_MILLI / count;
  }

  double[] rounds() {
    return rounds.clone();
  }

  @Override
  public void close() {
    step.close();
  }
}
