package io.metagen.orchestrator.budget;

/**
 * What a model's size says about its cost, by the formula of {@code TokenUsage.flops}.
 *
 * @param maxContextTokens most tokens of prompt and output together
 * @param flopsPerToken floating-point operations to process one token with an empty context
 * @param flopsPerAttendedToken floating-point operations that each attended token adds
 */
public record ModelShape(int maxContextTokens, double flopsPerToken, double flopsPerAttendedToken) {
  /**
   * Returns the operations to process {@code tokens} tokens after a prefix whose keys and values
   * are there already. The token at position i (from 0) attends to i + 1 tokens.
   */
  public double flops(long prefix, long tokens) {
    double attended = (double) tokens * prefix + tokens * (tokens + 1) / 2.0;
    return flopsPerToken * tokens + flopsPerAttendedToken * attended;
  }
}
