package io.metagen.bench.cost;

import io.metagen.bench.engine.Limits;
import io.metagen.transformer.kernel.StepTimes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Measures the parts of a step. After the warm-up, each round measures the machine's limits, then
 * some steps, so that both meet the same load.
 */
public final class OperatorProfile {
  private static final double ROUND_SECONDS = 0.5;
  private static final int LEAST_STEPS = 3;
  private static final int MOST_STEPS = 1000;

  /** Steps after the limits were measured, which empties the caches. */
  private static final int RETURN_STEPS = 2;

  private static final double NANOS = 1e9;

  private final int count;
  private final LongSupplier nanos;

  /**
   * Makes a measurement of so many rounds.
   *
   * @param nanos the clock, in nanoseconds
   */
  public OperatorProfile(int count, LongSupplier nanos) {
    this.count = count;
    this.nanos = nanos;
  }

  /**
   * One round, in seconds per step.
   *
   * @param limits measured just before
   * @param groups together they are the wall time
   */
  record Round(Limits limits, Map<OperatorGroup, Double> groups) {

    Round {
      groups = Map.copyOf(groups);
    }

    double step() {
      return groups.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /**
   * Returns the rounds of a step; {@code roundDone} runs after each.
   *
   * @param times what the network's steps have taken so far
   */
  List<Round> measure(Runnable step, StepTimes times, Supplier<Limits> limits, Runnable roundDone) {
    double warm = new WarmUp(nanos).run(step);
    int steps = (int) Math.clamp(Math.ceil(ROUND_SECONDS / warm), LEAST_STEPS, MOST_STEPS);
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Limits measured = limits.get();
      seconds(step, RETURN_STEPS);
      Map<OperatorGroup, Long> before = nanos(times);
      double wall = seconds(step, steps);
      rounds.add(new Round(measured, groups(before, nanos(times), new Steps(steps, wall))));
      roundDone.run();
    }
    return rounds;
  }

  /** Returns the seconds of one of some steps. */
  private double seconds(Runnable step, int steps) {
    long begin = nanos.getAsLong();
    for (int i = 0; i < steps; i++) {
      step.run();
    }
    return (nanos.getAsLong() - begin) / NANOS / steps;
  }

  private static Map<OperatorGroup, Long> nanos(StepTimes times) {
    Map<OperatorGroup, Long> nanos = new EnumMap<>(OperatorGroup.class);
    for (OperatorGroup group : OperatorGroup.values()) {
      nanos.put(group, group.nanos(times));
    }
    return nanos;
  }

  /**
   * Some steps.
   *
   * @param wall seconds of each
   */
  record Steps(int count, double wall) {}

  /** Returns the seconds of each group in a step, the rest being what the others leave. */
  static Map<OperatorGroup, Double> groups(
      Map<OperatorGroup, Long> before, Map<OperatorGroup, Long> after, Steps steps) {
    Map<OperatorGroup, Double> groups = new EnumMap<>(OperatorGroup.class);
    double rest = steps.wall();
    for (OperatorGroup group : OperatorGroup.values()) {
      double seconds =
          (after.getOrDefault(group, 0L) - before.getOrDefault(group, 0L)) / NANOS / steps.count();
      groups.put(group, seconds);
      rest -= seconds;
    }
    groups.put(OperatorGroup.REST, rest);
    return groups;
  }
}
