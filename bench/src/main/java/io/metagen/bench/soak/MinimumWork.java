package io.metagen.bench.soak;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether enough was done for the other demands to mean something: a service that is starved of
 * processors or calls neither leaks nor fails.
 */
final class MinimumWork {
  /** Least calls of each kind for each minute of load. */
  static final double CALLS_PER_MINUTE = 1;

  /** Least tokens per CPU second of any fifth over those of the first. */
  static final double LEAST_RATIO = 0.8;

  private static final double SECONDS = 60;

  private MinimumWork() {}

  static Verdict verdict(Window window, Outcome outcome) {
    Map<String, Long> calls = outcome.calls();
    Kind rarest =
        Arrays.stream(Kind.values())
            .min(Comparator.comparingLong(kind -> count(calls, kind)))
            .orElseThrow();
    double least = Math.ceil(CALLS_PER_MINUTE * window.last().seconds() / SECONDS);
    List<Double> rates = window.fifths().stream().map(Window::tokensPerCpuSecond).toList();
    double first = rates.getFirst();
    double ratio = rates.stream().mapToDouble(rate -> rate / first).min().orElseThrow();
    return new Verdict(
        "minimum work",
        count(calls, rarest) >= least && first > 0 && ratio >= LEAST_RATIO,
        String.format(
            Locale.ROOT,
            "%d calls of the rarest kind, %s (bound: at least %.0f, %.0f a minute); tokens per CPU second"
                + " in the slowest fifth over the first: %.3f (bound: %.2f)",
            count(calls, rarest),
            rarest.text(),
            least,
            CALLS_PER_MINUTE,
            ratio,
            LEAST_RATIO));
  }

  private static long count(Map<String, Long> calls, Kind kind) {
    return calls.getOrDefault(kind.text(), 0L);
  }
}
