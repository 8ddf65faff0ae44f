package io.metagen.generator.engine;

/** Counts events of the last ten whole seconds. Thread-safe. */
final class RecentRate {
  private static final int SECONDS = 10;
  private static final long NANOS = 1_000_000_000L;

  private final long[] counts = new long[SECONDS + 1];
  private final long[] seconds = new long[SECONDS + 1];

  /** Counts so many events at a time in nanoseconds. */
  synchronized void add(long nanos, int events) {
    long second = Math.floorDiv(nanos, NANOS);
    int slot = Math.floorMod(second, SECONDS + 1);
    if (seconds[slot] != second) {
      seconds[slot] = second;
      counts[slot] = 0;
    }
    counts[slot] += events;
  }

  /**
   * Returns events per second over the ten whole seconds before the one that {@code nanos} is in.
   */
  synchronized double perSecond(long nanos) {
    long now = Math.floorDiv(nanos, NANOS);
    long sum = 0;
    for (int slot = 0; slot <= SECONDS; slot++) {
      sum += seconds[slot] < now && seconds[slot] >= now - SECONDS ? counts[slot] : 0;
    }
    return (double) sum / SECONDS;
  }
}
