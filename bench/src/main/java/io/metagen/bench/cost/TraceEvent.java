package io.metagen.bench.cost;

/**
 * One interval of libtorch's profile.
 *
 * @param name of the operator or of the method
 * @param thread where it ran
 * @param start in microseconds
 * @param duration in microseconds, at least 0
 */
record TraceEvent(String name, long thread, double start, double duration) {

  TraceEvent {
    if (!(duration >= 0)) {
      throw new IllegalArgumentException("duration of " + name + ": " + duration);
    }
  }

  double end() {
    return start + duration;
  }
}
