package io.metagen.cli.run;

import io.metagen.v1.ChatMessage;
import io.metagen.v1.Conversation;
import io.metagen.v1.Prompt;

/** How a problem is put to the generator. */
public enum PromptForm {
  /** As text that ends in a line end: what the embedded model was trained on. */
  TEXT,
  /** As one user message, for a model with a chat template. */
  CHAT;

  /** The prompt for a problem. */
  public Prompt prompt(String problem) {
    return switch (this) {
      case TEXT ->
          Prompt.newBuilder().setText(problem.endsWith("\n") ? problem : problem + "\n").build();
      case CHAT ->
          Prompt.newBuilder()
              .setConversation(
                  Conversation.newBuilder()
                      .addMessages(ChatMessage.newBuilder().setRole("user").setContent(problem)))
              .build();
    };
  }
}
