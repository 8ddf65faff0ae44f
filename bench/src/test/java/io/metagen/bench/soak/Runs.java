package io.metagen.bench.soak;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Runs as a half-hour soak would leave them, one reading each ten seconds, with noise. */
final class Runs {
  static final int MAX_WAITING = 100;
  static final Integrity WHOLE = new Integrity(true, "", 0, 0, 400, 546);

  private static final int READINGS = 181;
  private static final double INTERVAL = 10;
  private static final double TOKENS_PER_CPU_SECOND = 1_000;
  private static final long SEED = 7;

  private static final long CALLS = 30;

  private Runs() {}

  /** What a synthetic run does at a second: memory, and rates for one second. */
  record Course(
      DoubleUnaryOperator nativeMiB,
      DoubleUnaryOperator tokensPerCpuSecond,
      DoubleUnaryOperator cpuShare,
      DoubleUnaryOperator otherCores) {

    static Course steady() {
      return new Course(_ -> 300, _ -> TOKENS_PER_CPU_SECOND, _ -> 1, _ -> 0.02);
    }

    Course memory(DoubleUnaryOperator course) {
      return new Course(course, tokensPerCpuSecond, cpuShare, otherCores);
    }

    Course speed(DoubleUnaryOperator course) {
      return new Course(nativeMiB, course, cpuShare, otherCores);
    }

    Course cpu(DoubleUnaryOperator course) {
      return new Course(nativeMiB, tokensPerCpuSecond, course, otherCores);
    }

    Course others(DoubleUnaryOperator course) {
      return new Course(nativeMiB, tokensPerCpuSecond, cpuShare, course);
    }

    List<Reading> readings() {
      Random random = new Random(SEED);
      double[] sums = new double[3];
      return IntStream.range(0, READINGS)
          .mapToObj(i -> next(i * INTERVAL, sums, random.nextGaussian()))
          .toList();
    }

    private Reading next(double second, double[] sums, double noise) {
      Reading reading =
          new Reading(
              second,
              700,
              nativeMiB.applyAsDouble(second) + noise,
              sums[0],
              sums[1],
              new EngineReading((long) sums[2], 0, 0, 0, 0, 0, MAX_WAITING),
              WHOLE);
      double cpu = INTERVAL * cpuShare.applyAsDouble(second);
      sums[0] += cpu;
      sums[1] += INTERVAL * otherCores.applyAsDouble(second);
      sums[2] += cpu * tokensPerCpuSecond.applyAsDouble(second) * (1 + noise / 50);
      return reading;
    }
  }

  static Window window(UnaryOperator<Course> change) {
    return Window.afterWarmUp(change.apply(Course.steady()).readings());
  }

  static Outcome outcome() {
    return outcome(Kind.SHORT, CALLS);
  }

  /** A steady run with so many calls of one kind, and enough of all others. */
  static Outcome outcome(Kind kind, long count) {
    Map<String, Long> calls = new HashMap<>();
    calls.put(Tally.REFUSED, 3L);
    Arrays.stream(Kind.values()).forEach(each -> calls.put(each.text(), CALLS));
    calls.put(kind.text(), count);
    return new Outcome(Course.steady().readings(), calls, Map.of(), MAX_WAITING, true, WHOLE);
  }
}
