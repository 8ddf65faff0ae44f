package io.metagen.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Measures both sides in turn: ours, peer, ours, peer (and what the machine allows), so that what
 * else the machine does meets both alike. A round has so many steps that the slower side takes half
 * a second, the same number on both sides.
 */
public final class Duel {
  private static final double ROUND_SECONDS = 0.5;
  private static final int WARM_UP_STEPS = 3;

  /** Java's compiler must have seen our operators, the peer's cores their frequency. */
  private static final double WARM_UP_SECONDS = 2;

  /** Decoding is averaged over some steps even where they are slow; a prompt is long enough. */
  private static final int LEAST_DECODE_STEPS = 4;

  private static final int MOST_STEPS = 1024;
  private static final double NANOS = 1e9;

  private final int rounds;
  private final LongSupplier nanos;

  /**
   * Makes a duel of so many rounds per row.
   *
   * @param nanos the clock, in nanoseconds
   */
  public Duel(int rounds, LongSupplier nanos) {
    this.rounds = rounds;
    this.nanos = nanos;
  }

  /**
   * Returns the rates of a workload on both sides.
   *
   * @param limit measures what the machine allows, after each round; empty where nothing tells
   */
  public Outcome measure(
      Engine ours, Engine peer, Workload workload, Supplier<OptionalDouble> limit) {
    try (Session mine = ours.open(workload);
        Session theirs = peer.open(workload)) {
      boolean prompt = workload.measure() == Measure.PREFILL;
      int warmUp = prompt ? 1 : WARM_UP_STEPS;
      warmUp(mine, warmUp);
      warmUp(theirs, warmUp);
      double slower = Math.max(seconds(mine, warmUp), seconds(theirs, warmUp)) / warmUp;
      int least = prompt ? 1 : LEAST_DECODE_STEPS;
      int steps = (int) Math.clamp(Math.ceil(ROUND_SECONDS / slower), least, MOST_STEPS);
      List<Double> oursRates = new ArrayList<>();
      List<Double> peerRates = new ArrayList<>();
      List<Double> limits = new ArrayList<>();
      double tokens = (double) steps * workload.tokensPerStep();
      for (int round = 0; round < rounds; round++) {
        oursRates.add(tokens / seconds(mine, steps));
        peerRates.add(tokens / seconds(theirs, steps));
        limit.get().ifPresent(limits::add);
      }
      return new Outcome(oursRates, peerRates, limits, theirs.setup());
    }
  }

  private void warmUp(Session session, int steps) {
    double seconds = 0;
    while (seconds < WARM_UP_SECONDS) {
      seconds += seconds(session, steps);
    }
  }

  private double seconds(Session session, int steps) {
    long begin = nanos.getAsLong();
    session.run(steps);
    return (nanos.getAsLong() - begin) / NANOS;
  }
}
