package io.metagen.verifier.utility;

/** A judge of two texts that sees one before the other. Safe for use by several threads. */
@FunctionalInterface
public interface Preference {
  /**
   * What a judge said.
   *
   * @param first probability that the first text is the better one, in [0, 1]
   * @param tokens that a model read
   * @param cachedTokens those of them that were not computed again
   * @param flops floating-point operations of that model
   */
  record Answer(double first, long tokens, long cachedTokens, double flops) {}

  /** Asks once, with the texts in this order. Blocks; an interrupt gives up. */
  Answer between(String first, String second);
}
