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
      SessionTimer timer = new SessionTimer(workload, nanos);
      timer.warmUp(mine);
      timer.warmUp(theirs);
      int steps = timer.steps(Math.max(timer.secondsPerStep(mine), timer.secondsPerStep(theirs)));
      List<Double> oursRates = new ArrayList<>();
      List<Double> peerRates = new ArrayList<>();
      List<Double> limits = new ArrayList<>();
      double tokens = (double) steps * workload.tokensPerStep();
      for (int round = 0; round < rounds; round++) {
        oursRates.add(tokens / timer.seconds(mine, steps));
        peerRates.add(tokens / timer.seconds(theirs, steps));
        limit.get().ifPresent(limits::add);
      }
      return new Outcome(oursRates, peerRates, limits, theirs.setup());
    }
  }
}
