package io.metagen.bench.soak;

import java.util.SplittableRandom;

/**
 * One thing to do.
 *
 * @param kind what
 * @param size samples, or continuations to score
 * @param seed of everything else
 */
record Card(Kind kind, int size, long seed) {

  /** Returns the card's own random numbers, from their beginning. */
  SplittableRandom random() {
    return new SplittableRandom(seed);
  }
}
