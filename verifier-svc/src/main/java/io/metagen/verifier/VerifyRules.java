package io.metagen.verifier;

import io.metagen.error.Violations;
import io.metagen.v1.Conversation;
import io.metagen.v1.Prompt;
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
            .check(count > 0, "candidates", "must have at least one entry")
            .check(
                count <= maxCandidates,
                "candidates",
                "must have at most " + maxCandidates + " entries, has " + count)
            .check(
                request.getVerifier().getKindCase() != Verifier.KindCase.KIND_NOT_SET,
                "verifier.kind",
                "must be set");
    if (request.hasProblem()) {
      checkPrompt(request.getProblem().getPrompt(), violations);
    }
    violations.throwIfAny();
  }

  /** Returns the contract's name of an alternative, such as outcome_reward_model. */
  static String fieldName(Verifier.KindCase kind) {
    return Verifier.getDescriptor().findFieldByNumber(kind.getNumber()).getName();
  }

  private static void checkPrompt(Prompt prompt, Violations violations) {
    switch (prompt.getContentCase()) {
      case TEXT ->
          violations.check(!prompt.getText().isEmpty(), "problem.prompt.text", "must not be empty");
      case TOKEN_IDS ->
          violations.check(
              prompt.getTokenIds().getIdsCount() > 0,
              "problem.prompt.token_ids.ids",
              "must not be empty");
      case CONVERSATION -> checkConversation(prompt.getConversation(), violations);
      case CONTENT_NOT_SET -> violations.check(false, "problem.prompt", "must be set");
    }
  }

  private static void checkConversation(Conversation conversation, Violations violations) {
    String path = "problem.prompt.conversation.messages";
    violations.check(conversation.getMessagesCount() > 0, path, "must have at least one entry");
    for (int i = 0; i < conversation.getMessagesCount(); i++) {
      violations.check(
          !conversation.getMessages(i).getRole().isEmpty(),
          path + "[" + i + "].role",
          "must not be empty");
    }
  }
}
