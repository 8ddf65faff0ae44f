package io.metagen.transformer;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How many steps a service runs before it serves, so that the JVM compiles what serving runs: until
 * there were enough or the time is up. Writes a line every two seconds, and one at the end. Not
 * thread-safe: the thread that runs the steps owns it.
 */
public final class WarmUpBudget {
  private static final long BETWEEN_LINES = Duration.ofSeconds(2).toNanos();
  private static final double NANOS = 1e9;

  private final int steps;
  private final long atMost;
  private final LongSupplier clock;
  private final Consumer<String> line;
  private final long begin;
  private long nextLine = BETWEEN_LINES;
  private int taken;

  /**
   * Starts now.
   *
   * @param steps enough of them, at least 1
   * @param atMost after which no step begins; 0 for no step at all
   * @param clock nanoseconds, as {@link System#nanoTime}
   * @param line takes each line
   */
  public WarmUpBudget(int steps, Duration atMost, LongSupplier clock, Consumer<String> line) {
    this.steps = steps;
    this.atMost = atMost.toNanos();
    this.clock = clock;
    this.line = line;
    begin = clock.getAsLong();
  }

  /** Takes a step from the budget, if it is not spent; whether it may run. */
  public boolean take() {
    long passed = clock.getAsLong() - begin;
    if (taken == steps || passed >= atMost) {
      return false;
    }
    if (passed >= nextLine) {
      nextLine = passed + BETWEEN_LINES;
      line.accept("warming up: " + taken + " of at most " + steps + " steps");
    }
    taken++;
    return true;
  }

  /** Tells what was done. */
  public void end() {
    double seconds = (clock.getAsLong() - begin) / NANOS;
    line.accept(String.format(Locale.ROOT, "warmed up with %d steps in %.1f s", taken, seconds));
  }
}
