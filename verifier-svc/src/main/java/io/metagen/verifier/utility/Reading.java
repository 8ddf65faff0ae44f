package io.metagen.verifier.utility;

/**
 * Texts that were read.
 *
 * @param pairs their utilities; safe for use by several threads
 * @param tokens tokens that a model read, 0 without one
 * @param flops floating-point operations of that model, by the formula of the contract
 */
public record Reading(Pairs pairs, long tokens, double flops) {
  /** The utilities between texts that were read. */
  @FunctionalInterface
  public interface Pairs {
    /** Returns the utility of one text against another, by their indices. */
    double utility(int hypothesis, int evidence);
  }

  /** Returns texts that no model read. */
  static Reading free(Pairs pairs) {
    return new Reading(pairs, 0, 0);
  }
}
