package io.metagen.bench.cost;

import ai.djl.pytorch.jni.JniUtils;
import io.metagen.bench.BenchException;
import io.metagen.bench.engine.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Measures a step's operators. After the warm-up, each round measures the machine's limits, then
 * some steps as they are, then some under libtorch's profiler, so that all three meet the same
 * load.
 */
public final class OperatorProfile {
  private static final double ROUND_SECONDS = 0.5;
  private static final int LEAST_STEPS = 3;

  /** The profile of a step has some hundred intervals. */
  private static final int MOST_PROFILED = 50;

  private static final int MOST_STEPS = 1000;

  /** Steps after the limits were measured, which empties the caches. */
  private static final int RETURN_STEPS = 2;

  private static final double NANOS = 1e9;
  private static final double MICROS = 1e6;

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
   * @param step as it is
   * @param groups under the profiler; together they are the wall time there
   */
  record Round(Limits limits, double step, Map<OperatorGroup, Double> groups) {

    Round {
      groups = Map.copyOf(groups);
    }

    double profiled() {
      return groups.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /** Returns the rounds of a step; {@code roundDone} runs after each. */
  List<Round> measure(Runnable step, Supplier<Limits> limits, Runnable roundDone) {
    double warm = new WarmUp(nanos).run(step);
    int steps = (int) Math.clamp(Math.ceil(ROUND_SECONDS / warm), LEAST_STEPS, MOST_STEPS);
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Limits measured = limits.get();
      seconds(step, RETURN_STEPS);
      double plain = seconds(step, steps);
      rounds.add(new Round(measured, plain, profiled(step, Math.min(steps, MOST_PROFILED))));
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

  private Map<OperatorGroup, Double> profiled(Runnable step, int steps) {
    try {
      Path file = Files.createTempFile("metagen-profile", ".json");
      try {
        JniUtils.startProfile(false, false, false);
        double wall = seconds(step, steps);
        JniUtils.stopProfile(file.toString());
        return groups(Trace.read(file).selfMicros(), wall, steps);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new BenchException("can't keep libtorch's profile: " + e.getMessage(), e);
    }
  }

  /** Returns the seconds of each group in a step, from the microseconds of all. */
  static Map<OperatorGroup, Double> groups(Map<String, Double> selfMicros, double wall, int steps) {
    Map<OperatorGroup, Double> groups = new EnumMap<>(OperatorGroup.class);
    double rest = wall;
    for (OperatorGroup group : OperatorGroup.values()) {
      if (group != OperatorGroup.REST) {
        double seconds = group.of(selfMicros) / MICROS / steps;
        groups.put(group, seconds);
        rest -= seconds;
      }
    }
    groups.put(OperatorGroup.REST, rest);
    return groups;
  }
}
