package io.metagen.bench.verify;

import io.metagen.bench.soak.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Holds a run against the demands. Each rule states its bound in what it finds. */
final class Verdicts {
  /** More native memory after the load than before: compiled code and fragmentation settle. */
  static final double MOST_GROWTH_MIB = 16;

  /** More open files, and more threads: pools grow to their size when they are first full. */
  static final int MOST_MORE = 8;

  private Verdicts() {}

  /** Returns one verdict for each demand. */
  static List<Verdict> of(Outcome outcome) {
    Footprint before = outcome.before();
    Footprint after = outcome.after();
    return List.of(
        work(outcome),
        errors(outcome.failures()),
        answers(outcome.wrongAnswers()),
        memory(before, after),
        count("open files", before.openFiles(), after.openFiles(), MOST_MORE),
        count("threads", before.threads(), after.threads(), MOST_MORE),
        count("processes", 0, after.children(), 0),
        count("temporary files", before.scratch(), after.scratch(), 0));
  }

  /** Whether an idle service holds no more than it may; what it gives back late it still holds. */
  static boolean settled(Footprint before, Footprint now) {
    return now.openFiles() <= before.openFiles() + MOST_MORE
        && now.threads() <= before.threads() + MOST_MORE
        && now.children() == 0
        && now.scratch() <= before.scratch();
  }

  /** A kind that nobody called shows nothing. */
  private static Verdict work(Outcome outcome) {
    Tally.Row rarest =
        outcome.rows().stream().min(Comparator.comparingLong(Tally.Row::calls)).orElseThrow();
    return new Verdict(
        "every kind",
        rarest.calls() > 0,
        "%d calls of the rarest kind, %s (bound: at least 1)"
            .formatted(rarest.calls(), rarest.kind()));
  }

  private static Verdict errors(Map<String, Long> failures) {
    return new Verdict(
        "no error",
        failures.isEmpty(),
        failures.isEmpty() ? "no call failed" : "failed calls by reason: " + failures);
  }

  private static Verdict answers(Map<String, String> wrong) {
    return new Verdict(
        "right answers",
        wrong.isEmpty(),
        wrong.isEmpty()
            ? "every answer was the known one"
            : "first wrong answers by kind: " + wrong);
  }

  private static Verdict memory(Footprint before, Footprint after) {
    double growth = after.nativeMiB() - before.nativeMiB();
    return new Verdict(
        "native memory",
        growth <= MOST_GROWTH_MIB,
        String.format(
            Locale.ROOT,
            "%.1f MiB before, %.1f MiB after: %+.1f MiB (bound: %+.0f MiB)",
            before.nativeMiB(),
            after.nativeMiB(),
            growth,
            MOST_GROWTH_MIB));
  }

  private static Verdict count(String demand, int before, int after, int most) {
    return new Verdict(
        demand,
        after <= before + most,
        "%d before, %d after (bound: %d)".formatted(before, after, before + most));
  }
}
