package io.metagen.verifier;

import io.metagen.error.PromptRules;
import io.metagen.error.Violations;
import io.metagen.v1.CompareRequest;
import io.metagen.v1.Utility;
import io.metagen.v1.VerifyCandidate;
import java.util.List;

/** What the shape of a comparison must be, whatever the utility. */
final class CompareRules {
  private CompareRules() {}

  /** Throws INVALID_FIELD with everything that is wrong. */
  static void check(CompareRequest request, CompareConfig limits) {
    Violations violations =
        new Violations()
            .check(request.getHypothesesCount() > 0, "hypotheses", "must have at least one entry")
            .check(
                request.getUtility().getKindCase() != Utility.KindCase.KIND_NOT_SET,
                "utility.kind",
                "must be set");
    long total =
        length(request.getHypothesesList(), "hypotheses", limits, violations)
            + length(request.getEvidenceList(), "evidence", limits, violations);
    violations.check(
        total <= limits.maxTotalLength(),
        "hypotheses",
        "must have, with the evidence, at most "
            + limits.maxTotalLength()
            + " characters, have "
            + total);
    if (request.hasProblem()) {
      PromptRules.check(request.getProblem().getPrompt(), "problem.prompt", violations);
    }
    violations.throwIfAny();
  }

  /** Checks how many and how long the texts are; returns how many characters they have together. */
  private static long length(
      List<VerifyCandidate> texts, String field, CompareConfig limits, Violations violations) {
    violations.check(
        texts.size() <= limits.maxTexts(),
        field,
        "must have at most " + limits.maxTexts() + " entries, has " + texts.size());
    long total = 0;
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i).getText();
      int length = text.codePointCount(0, text.length());
      violations.check(
          length <= limits.maxTextLength(),
          field + "[" + i + "].text",
          "must have at most " + limits.maxTextLength() + " characters, has " + length);
      total += length;
    }
    return total;
  }

  /** Returns the contract's name of an alternative, such as edit_similarity. */
  static String fieldName(Utility.KindCase kind) {
    return Utility.getDescriptor().findFieldByNumber(kind.getNumber()).getName();
  }
}
