package io.metagen.bench.overhead;

/**
 * How long one step took, from the beginning of its forward pass to the beginning of the next.
 *
 * @param forward nanoseconds in the forward pass
 * @param sampling nanoseconds in which tokens were drawn
 * @param other the rest, in nanoseconds: schedule, publish
 * @param cpu nanoseconds that the engine's thread ran outside the forward pass, so without what it
 *     waited for a core on a busy machine
 */
record StepTime(long forward, long sampling, long other, long cpu) {

  /** Returns the nanoseconds outside the forward pass. */
  long outside() {
    return sampling + other;
  }
}
