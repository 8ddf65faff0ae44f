package io.metagen.verifier;

import io.metagen.error.PromptRules;
import io.metagen.error.Violations;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;

/** What the shape of a request must be, whatever the verifier. */
final class VerifyRules {
  private VerifyRules() {}

  /** Throws INVALID_FIELD with everything that is wrong. */
  static void check(VerifyRequest request, int maxCandidates) {
    int count = request.getCandidatesCount();
    Violations violations =
        new Violations()
            .check(request.hasProblem(), "problem", "must be set")
            .check(
                count > 0 || request.getValidateOnly(),
                "candidates",
                "must have at least one entry")
            .check(
                count <= maxCandidates,
                "candidates",
                "must have at most " + maxCandidates + " entries, has " + count)
            .check(
                request.getVerifier().getKindCase() != Verifier.KindCase.KIND_NOT_SET,
                "verifier.kind",
                "must be set");
    if (request.hasProblem()) {
      PromptRules.check(request.getProblem().getPrompt(), "problem.prompt", violations);
    }
    violations.throwIfAny();
  }

  /** Returns the contract's name of an alternative, such as outcome_reward_model. */
  static String fieldName(Verifier.KindCase kind) {
    return Verifier.getDescriptor().findFieldByNumber(kind.getNumber()).getName();
  }
}
