package io.metagen.bench.soak;

import java.util.List;
import java.util.stream.IntStream;

/** Readings of a stretch of time, oldest first, at least two; rates are between first and last. */
record Window(List<Reading> readings) {
  private static final int PARTS = 5;
  private static final double WARM_UP_SHARE = 0.2;
  private static final double LEAST_WARM_UP_SECONDS = 60;

  Window {
    if (readings.size() < 2) {
      throw new IllegalArgumentException("readings: at least 2, are " + readings.size());
    }
    readings = List.copyOf(readings);
  }

  /** Returns what counts of a run: all but its warm-up, the first fifth and at least a minute. */
  static Window afterWarmUp(List<Reading> run) {
    double warm = Math.max(LEAST_WARM_UP_SECONDS, WARM_UP_SHARE * run.getLast().seconds());
    return new Window(run.stream().filter(reading -> reading.seconds() >= warm).toList());
  }

  /** Returns the five equal parts; neighbours share a reading. Needs at least six readings. */
  List<Window> fifths() {
    int last = readings.size() - 1;
    return IntStream.range(0, PARTS)
        .mapToObj(part -> readings.subList(part * last / PARTS, (part + 1) * last / PARTS + 1))
        .map(Window::new)
        .toList();
  }

  double seconds() {
    return last().seconds() - first().seconds();
  }

  double tokensPerSecond() {
    return tokens() / seconds();
  }

  /** Returns tokens generated for each second of CPU that the service took. */
  double tokensPerCpuSecond() {
    return tokens() / (last().cpuSeconds() - first().cpuSeconds());
  }

  /** Returns the cores that programs with no part in the soak kept busy. */
  double otherCores() {
    return Math.max(0, last().otherCpuSeconds() - first().otherCpuSeconds()) / seconds();
  }

  /** Returns the trend of the native memory over the whole window. */
  double nativeGrowthMiB() {
    return seconds() * TheilSen.slope(readings, Reading::seconds, Reading::nativeMiB);
  }

  double nativeMiB() {
    return TheilSen.median(readings, Reading::nativeMiB);
  }

  double residentMiB() {
    return TheilSen.median(readings, Reading::residentMiB);
  }

  double waiting() {
    return TheilSen.median(readings, reading -> reading.engine().waiting());
  }

  private double tokens() {
    return (double) last().engine().generatedTokens() - first().engine().generatedTokens();
  }

  Reading first() {
    return readings.getFirst();
  }

  Reading last() {
    return readings.getLast();
  }
}
