package io.metagen.error;

import io.metagen.v1.Conversation;
import io.metagen.v1.Prompt;

/** What the shape of a prompt must be, whatever model reads it. */
public final class PromptRules {
  private PromptRules() {}

  /**
   * Adds what is wrong.
   *
   * @param path field path of the prompt
   */
  public static void check(Prompt prompt, String path, Violations violations) {
    switch (prompt.getContentCase()) {
      case TEXT ->
          violations.check(!prompt.getText().isEmpty(), path + ".text", "must not be empty");
      case TOKEN_IDS ->
          violations.check(
              prompt.getTokenIds().getIdsCount() > 0, path + ".token_ids.ids", "must not be empty");
      case CONVERSATION ->
          checkConversation(prompt.getConversation(), path + ".conversation.messages", violations);
      case CONTENT_NOT_SET ->
          violations.check(false, path, "must have text, token_ids or a conversation");
    }
  }

  private static void checkConversation(
      Conversation conversation, String path, Violations violations) {
    violations.check(conversation.getMessagesCount() > 0, path, "must not be empty");
    for (int i = 0; i < conversation.getMessagesCount(); i++) {
      violations.check(
          !conversation.getMessages(i).getRole().isEmpty(),
          path + "[" + i + "].role",
          "must not be empty");
    }
  }
}
