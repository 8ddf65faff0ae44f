package io.metagen.bench.cost;

import java.util.function.LongSupplier;

/**
 * How steps are measured.
 *
 * @param rounds of each step, at least 1
 * @param threads of the engine, with which the limits are measured too
 * @param seed of the tokens
 * @param nanos the clock
 */
public record CostSetup(int rounds, int threads, long seed, LongSupplier nanos) {

  public CostSetup {
    if (rounds < 1 || threads < 1) {
      throw new IllegalArgumentException("rounds " + rounds + ", threads " + threads);
    }
  }
}
