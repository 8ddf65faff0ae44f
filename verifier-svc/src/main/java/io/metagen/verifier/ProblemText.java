package io.metagen.verifier;

import io.metagen.error.ServiceException;
import io.metagen.v1.ChatMessage;
import io.metagen.v1.Prompt;

/** A problem as text, for verifiers that read it so. */
final class ProblemText {
  private ProblemText() {}

  /**
   * Returns the problem's text: of a conversation, the user's last message.
   *
   * @throws ServiceException naming the field of a prompt that has no text
   */
  static String of(Prompt prompt) {
    return switch (prompt.getContentCase()) {
      case TEXT -> prompt.getText();
      case CONVERSATION ->
          prompt.getConversation().getMessagesList().reversed().stream()
              .filter(message -> message.getRole().equals("user"))
              .findFirst()
              .map(ChatMessage::getContent)
              .orElseThrow(
                  () ->
                      ServiceException.invalidField(
                          "problem.prompt.conversation.messages", "must have one of the user"));
      case TOKEN_IDS ->
          throw ServiceException.invalidField(
              "problem.prompt.token_ids", "can't be read by this verifier; send text");
      case CONTENT_NOT_SET -> throw ServiceException.invalidField("problem.prompt", "must be set");
    };
  }
}
