package io.metagen.bench.engine;

import java.util.function.LongSupplier;

/** Times steps of a session, and says how many make a round. */
final class SessionTimer {
  private static final double ROUND_SECONDS = 0.5;
  private static final int WARM_UP_STEPS = 3;

  /** Java's compiler must have seen our operators, the peer's cores their frequency. */
  private static final double WARM_UP_SECONDS = 4;

  /** Decoding is averaged over some steps even where they are slow; a prompt is long enough. */
  private static final int LEAST_DECODE_STEPS = 4;

  private static final int MOST_STEPS = 1024;
  private static final double NANOS = 1e9;

  private final boolean prompt;
  private final int warmUpSteps;
  private final LongSupplier nanos;

  /** Makes a timer for sessions of a workload, with a clock in nanoseconds. */
  SessionTimer(Workload workload, LongSupplier nanos) {
    prompt = workload.measure() == Measure.PREFILL;
    warmUpSteps = prompt ? 1 : WARM_UP_STEPS;
    this.nanos = nanos;
  }

  void warmUp(Session session) {
    double seconds = 0;
    while (seconds < WARM_UP_SECONDS) {
      seconds += seconds(session, warmUpSteps);
    }
  }

  /** Returns the seconds of a step, from a few. */
  double secondsPerStep(Session session) {
    return seconds(session, warmUpSteps) / warmUpSteps;
  }

  /** Returns how many steps of a length make a round. */
  int steps(double secondsPerStep) {
    int least = prompt ? 1 : LEAST_DECODE_STEPS;
    return (int) Math.clamp(Math.ceil(ROUND_SECONDS / secondsPerStep), least, MOST_STEPS);
  }

  double seconds(Session session, int steps) {
    long begin = nanos.getAsLong();
    session.run(steps);
    return (nanos.getAsLong() - begin) / NANOS;
  }
}
