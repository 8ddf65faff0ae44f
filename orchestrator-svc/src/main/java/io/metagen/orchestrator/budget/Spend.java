package io.metagen.orchestrator.budget;

/**
 * The most that one or more calls may cost, in the currencies of a budget.
 *
 * @param generatedTokens tokens to generate
 * @param processedTokens tokens over prompts, outputs and verifiers, none of them from a cache
 * @param generatorCalls calls of generators
 * @param verifierCalls calls of verifiers
 * @param flops floating-point operations
 */
public record Spend(
    long generatedTokens,
    long processedTokens,
    int generatorCalls,
    int verifierCalls,
    double flops) {
  /** Costs nothing. */
  public static final Spend NONE = new Spend(0, 0, 0, 0, 0);

  /** Returns the sum of both. */
  public Spend plus(Spend other) {
    return new Spend(
        generatedTokens + other.generatedTokens,
        processedTokens + other.processedTokens,
        generatorCalls + other.generatorCalls,
        verifierCalls + other.verifierCalls,
        flops + other.flops);
  }
}
