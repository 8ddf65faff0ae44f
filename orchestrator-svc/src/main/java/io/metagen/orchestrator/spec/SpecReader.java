package io.metagen.orchestrator.spec;

import io.metagen.error.PromptRules;
import io.metagen.error.ServiceException;
import io.metagen.error.Violations;
import io.metagen.v1.Budget;
import io.metagen.v1.RunSpec;
import java.nio.charset.StandardCharsets;

/** Reads a {@link RunSpec}. What only generators and verifiers can judge is left to them. */
public final class SpecReader {
  private static final int MOST_SALT_BYTES = 128;

  private final StrategyReader strategies;

  /** A reader that allows that many samples in a run. */
  public SpecReader(int maxSamples) {
    this.strategies = new StrategyReader(maxSamples);
  }

  /**
   * Returns the checked description.
   *
   * @throws ServiceException INVALID_FIELD with every bad field, or NOT_IMPLEMENTED
   */
  public CheckedSpec read(boolean present, RunSpec spec) {
    Violations violations = new Violations();
    violations.check(present, "spec", "is required").throwIfAny();
    violations.check(spec.hasProblem(), "spec.problem", "is required");
    if (spec.hasProblem()) {
      PromptRules.check(spec.getProblem().getPrompt(), "spec.problem.prompt", violations);
    }
    checkBudget(spec.getBudget(), violations);
    violations.check(
        spec.getCacheSalt().getBytes(StandardCharsets.UTF_8).length <= MOST_SALT_BYTES,
        "spec.cache_salt",
        "must have at most " + MOST_SALT_BYTES + " bytes");
    violations.check(spec.hasStrategy(), "spec.strategy", "is required");
    return strategies.read(spec, violations);
  }

  private static void checkBudget(Budget budget, Violations violations) {
    String rule = "must be at least 0";
    violations
        .check(budget.getMaxGeneratedTokens() >= 0, "spec.budget.max_generated_tokens", rule)
        .check(budget.getMaxTotalTokens() >= 0, "spec.budget.max_total_tokens", rule)
        .check(budget.getMaxGeneratorCalls() >= 0, "spec.budget.max_generator_calls", rule)
        .check(budget.getMaxVerifierCalls() >= 0, "spec.budget.max_verifier_calls", rule)
        .check(
            budget.getMaxFlops() >= 0 && Double.isFinite(budget.getMaxFlops()),
            "spec.budget.max_flops",
            rule + " and finite")
        .check(
            com.google.protobuf.util.Durations.isValid(budget.getMaxWallTime())
                && !com.google.protobuf.util.Durations.isNegative(budget.getMaxWallTime()),
            "spec.budget.max_wall_time",
            rule);
  }
}
