package io.metagen.transformer.kernel;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the time of a network's steps went, as the first thread saw it: what it waits for others
 * counts for the part that they are at. One thread adds; any may read.
 */
public final class StepTimes {

  /** Parts of a step. */
  public enum Part {
    EMBEDDING,
    NORMS,
    PRODUCTS,
    ATTENTION,
    GATES
  }

  private final Map<Part, AtomicLong> nanos = new EnumMap<>(Part.class);
  private long last;

  StepTimes() {
    for (Part part : Part.values()) {
      nanos.put(part, new AtomicLong());
    }
  }

  void begin() {
    last = System.nanoTime();
  }

  /** Adds the time since the last call to a part. */
  void lap(Part part) {
    long now = System.nanoTime();
    of(part).addAndGet(now - last);
    last = now;
  }

  /** Returns the nanoseconds of all steps so far in a part. */
  public long nanos(Part part) {
    return of(part).get();
  }

  private AtomicLong of(Part part) {
    return requireNonNull(nanos.get(part));
  }
}
