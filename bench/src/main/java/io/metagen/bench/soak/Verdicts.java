package io.metagen.bench.soak;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds a run against the demands. Each rule states its bound in what it finds. */
final class Verdicts {
  /** What the trend of native memory over the window may be: fragmentation settles, leaks go on. */
  static final double MOST_GROWTH_MIB = 16;

  /** Least speed of the last fifth over that of the first. */
  static final double LEAST_RATIO = 0.95;

  /** Other programs on more cores than this make the clock's rate no measure of the service. */
  static final double MOST_OTHER_CORES = 0.1;

  private Verdicts() {}

  /** Returns one verdict for each demand. */
  static List<Verdict> of(Outcome outcome) {
    Window window = Window.afterWarmUp(outcome.readings());
    return List.of(
        load(window, outcome),
        MinimumWork.verdict(window, outcome),
        errors(outcome),
        memory(window),
        throughput(window),
        blocks(outcome));
  }

  /** A soak says something only if the queue was full: half of it at the median reading. */
  static Verdict load(Window window, Outcome outcome) {
    double least = outcome.maxWaiting() / 2.0;
    long refused = outcome.calls().getOrDefault(Tally.REFUSED, 0L);
    return new Verdict(
        "full queue",
        window.waiting() >= least && refused > 0,
        String.format(
            Locale.ROOT,
            "%.0f sequences waited at the median reading (bound: at least %.0f of %d), %d calls were refused"
                + " (bound: at least 1)",
            window.waiting(),
            least,
            outcome.maxWaiting(),
            refused));
  }

  /** Every call ends well, is hung up on, or is refused because the queue is full. */
  static Verdict errors(Outcome outcome) {
    Map<String, Long> errors = outcome.errors();
    return new Verdict(
        "no error",
        errors.isEmpty(),
        errors.isEmpty() ? "no call failed" : "failed calls by reason: " + errors);
  }

  /** The trend over the window is within the bound. */
  static Verdict memory(Window window) {
    return new Verdict(
        "native memory",
        window.nativeGrowthMiB() <= MOST_GROWTH_MIB,
        String.format(
            Locale.ROOT,
            "trend %+.1f MiB in %.0f s at %.0f MiB (bound: %+.0f MiB; Theil-Sen over %d readings)",
            window.nativeGrowthMiB(),
            window.seconds(),
            window.nativeMiB(),
            MOST_GROWTH_MIB,
            window.readings().size()));
  }

  /**
   * Tokens per CPU second hold in any case. Tokens per second must hold too, so that a service that
   * waits is seen, unless other programs took the cores in the first or the last fifth.
   */
  static Verdict throughput(Window window) {
    Window start = window.fifths().getFirst();
    Window end = window.fifths().getLast();
    double perCpu = end.tokensPerCpuSecond() / start.tokensPerCpuSecond();
    double perSecond = end.tokensPerSecond() / start.tokensPerSecond();
    double others = Math.max(start.otherCores(), end.otherCores());
    boolean alone = others <= MOST_OTHER_CORES;
    return new Verdict(
        "throughput",
        perCpu >= LEAST_RATIO && (!alone || perSecond >= LEAST_RATIO),
        String.format(
            Locale.ROOT,
            "last fifth over first: %.3f in tokens per CPU second (%.1f / %.1f), %.3f in tokens per second"
                + " (%.1f / %.1f), bound: %.2f; others on %.2f cores, so the clock %s",
            perCpu,
            end.tokensPerCpuSecond(),
            start.tokensPerCpuSecond(),
            perSecond,
            end.tokensPerSecond(),
            start.tokensPerSecond(),
            LEAST_RATIO,
            others,
            alone ? "decides too" : "does not decide"));
  }

  /**
   * No reading found a fault; after the drain nobody runs, so that a used block is a leaked one,
   * and none is.
   */
  static Verdict blocks(Outcome outcome) {
    Integrity after = outcome.afterDrain();
    Optional<Integrity> fault =
        Stream.concat(outcome.readings().stream().map(Reading::blocks), Stream.of(after))
            .filter(blocks -> !blocks.whole())
            .findFirst();
    return new Verdict(
        "blocks",
        fault.isEmpty() && outcome.drained() && after.running() == 0 && after.used() == 0,
        (outcome.drained() ? "after the drain " : "not drained in time: ")
            + fault.orElse(after).text()
            + String.format(Locale.ROOT, "; %d checks under load", outcome.readings().size()));
  }
}
