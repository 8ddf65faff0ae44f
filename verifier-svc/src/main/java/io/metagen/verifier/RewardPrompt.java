package io.metagen.verifier;

import io.metagen.error.ServiceException;
import io.metagen.transformer.text.ChatMessage;
import io.metagen.transformer.text.jinja.TemplateException;
import io.metagen.v1.Conversation;
import io.metagen.v1.Prompt;
import io.metagen.v1.TokenIds;
import io.metagen.verifier.reward.RewardModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A problem as a reward model takes it.
 *
 * @param tokens of the prompt: at least one, and room for a candidate's
 * @param text what the user asks; empty where the prompt came as tokens
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying would be felt
record RewardPrompt(int[] tokens, String text) {
  private static final String SYSTEM = "system";
  private static final String USER = "user";

  /**
   * Reads a prompt.
   *
   * @throws ServiceException naming the field that the model can't use
   */
  static RewardPrompt of(Prompt prompt, RewardModel model) {
    RewardPrompt read =
        switch (prompt.getContentCase()) {
          case TEXT -> new RewardPrompt(ofText(prompt.getText(), model), prompt.getText());
          case TOKEN_IDS -> new RewardPrompt(known(prompt.getTokenIds(), model), "");
          case CONVERSATION -> ofConversation(messages(prompt.getConversation()), model);
          case CONTENT_NOT_SET ->
              throw ServiceException.invalidField("problem.prompt", "must be set");
        };
    if (read.tokens.length == 0) {
      throw ServiceException.invalidField("problem.prompt", "must not encode to no token");
    }
    if (read.tokens.length >= model.contextLength()) {
      throw RewardVerifier.contextTooLong("the problem has", read.tokens.length, model);
    }
    return read;
  }

  private static int[] ofText(String text, RewardModel model) {
    return model.form().chat()
        ? rendered(List.of(new ChatMessage(USER, text)), model)
        : model.encodePrompt(text);
  }

  private static RewardPrompt ofConversation(List<ChatMessage> messages, RewardModel model) {
    String asked =
        messages.stream()
            .filter(message -> message.role().equals(USER))
            .reduce((_, last) -> last)
            .map(ChatMessage::content)
            .orElse("");
    return new RewardPrompt(rendered(messages, model), asked);
  }

  private static List<ChatMessage> messages(Conversation conversation) {
    return conversation.getMessagesList().stream()
        .map(message -> new ChatMessage(message.getRole(), message.getContent()))
        .toList();
  }

  private static int[] rendered(List<ChatMessage> messages, RewardModel model) {
    List<ChatMessage> all = new ArrayList<>(messages);
    String system = model.form().system();
    if (!system.isEmpty() && messages.stream().noneMatch(m -> m.role().equals(SYSTEM))) {
      all.addFirst(new ChatMessage(SYSTEM, system));
    }
    try {
      return model
          .encodeConversation(all)
          .orElseThrow(() -> refused("needs a chat template, which the reward model has not"));
    } catch (TemplateException e) {
      throw refused("is refused by the reward model's chat template: " + e.getMessage());
    }
  }

  private static ServiceException refused(String why) {
    return ServiceException.invalidField("problem.prompt.conversation", why);
  }

  private static int[] known(TokenIds tokens, RewardModel model) {
    if (model.form().needsText()) {
      throw ServiceException.invalidField(
          "problem.prompt.token_ids", "must be text or a conversation for this reward model");
    }
    for (int i = 0; i < tokens.getIdsCount(); i++) {
      int id = tokens.getIds(i);
      if (id < 0 || id >= model.vocabularySize()) {
        throw ServiceException.invalidField(
            "problem.prompt.token_ids.ids[" + i + "]",
            "must be in [0, " + model.vocabularySize() + "), is " + id);
      }
    }
    return tokens.getIdsList().stream().mapToInt(Integer::intValue).toArray();
  }
}
