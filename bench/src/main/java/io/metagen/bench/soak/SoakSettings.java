package io.metagen.bench.soak;

/**
 * How to soak.
 *
 * @param minutes of load, at least 2
 * @param callers that wait for answers at any time, at least 1
 * @param threads OpenMP threads of the generator, at least 1
 * @param portOffset added to the generator's default ports
 * @param seed of all requests
 */
record SoakSettings(int minutes, int callers, int threads, int portOffset, long seed) {
  /** The generator's Java heap. */
  static final int HEAP_MIB = 384;

  /** Memory for keys and values: less than the load would use, so that prefixes are evicted. */
  static final String KV_MEMORY = "24M";

  SoakSettings {
    if (minutes < 2 || callers < 1 || threads < 1) {
      throw new IllegalArgumentException("minutes at least 2, callers and threads at least 1");
    }
  }
}
