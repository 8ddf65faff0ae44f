package io.metagen.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures one engine alone, in rounds as long as those of a {@link Duel}.
 *
 * @param rounds of each row
 * @param nanos the clock, in nanoseconds
 */
public record Solo(int rounds, LongSupplier nanos) {

  /** Returns the tokens per second of each round of a workload. */
  public List<Double> measure(Engine engine, Workload workload) {
    try (Session session = engine.open(workload)) {
      SessionTimer timer = new SessionTimer(workload, nanos);
      timer.warmUp(session);
      int steps = timer.steps(timer.secondsPerStep(session));
      double tokens = (double) steps * workload.tokensPerStep();
      List<Double> rates = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        rates.add(tokens / timer.seconds(session, steps));
      }
      return rates;
    }
  }
}
