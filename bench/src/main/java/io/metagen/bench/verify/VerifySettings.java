package io.metagen.bench.verify;

/**
 * How to load a verifier.
 *
 * @param seconds of load after the warm-up, at least 1
 * @param callers that wait for answers at any time, at least 1
 * @param threads OpenMP threads of verifier and generator, at least 1
 * @param portOffset added to the services' default ports
 * @param seed of all requests
 */
record VerifySettings(int seconds, int callers, int threads, int portOffset, long seed) {
  /** Java heap of each service. */
  static final int HEAP_MIB = 384;

  private static final int SHORTEST_WARM_UP = 10;
  private static final int WARM_UP_PART = 4;

  VerifySettings {
    if (seconds < 1 || callers < 1 || threads < 1) {
      throw new IllegalArgumentException("seconds, callers and threads are at least 1");
    }
  }

  /** Returns the seconds of the same load before anything is measured. */
  int warmUpSeconds() {
    return Math.max(SHORTEST_WARM_UP, seconds / WARM_UP_PART);
  }
}
