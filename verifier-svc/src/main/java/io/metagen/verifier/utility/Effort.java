package io.metagen.verifier.utility;

/**
 * The estimated time of a comparison on one core, in nanoseconds: what one processor took, rounded
 * up. A function of sizes alone, so that a request is refused or taken on every machine alike.
 *
 * @param unit reading a text, for each unit of its size
 * @param pair comparing two texts
 * @param linear comparing them, for each unit of their sizes together
 * @param product comparing them, for each unit of the product of their sizes
 */
public record Effort(double unit, double pair, double linear, double product) {
  /** Returns the time that reading a text takes. */
  double ofText(int size) {
    return unit * size;
  }

  /** Returns the time that comparing two texts takes. */
  double ofPair(int first, int second) {
    return pair + linear * ((double) first + second) + product * first * second;
  }
}
