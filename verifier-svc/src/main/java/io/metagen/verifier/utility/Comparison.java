package io.metagen.verifier.utility;

import java.util.List;

/**
 * The utilities of hypotheses against evidence.
 *
 * @param rows one for each hypothesis, with one utility for each evidence, in the given orders
 * @param pairs how many utilities were computed for them
 * @param tokens tokens that a model read, 0 without one
 * @param cachedTokens those of them that were not computed again
 * @param flops floating-point operations of that model
 */
public record Comparison(
    List<double[]> rows, long pairs, long tokens, long cachedTokens, double flops) {}
