package io.metagen.generator.call;

import io.metagen.error.ServiceException;
import io.metagen.generator.engine.PromptTokens;
import io.metagen.generator.model.ServedModel;
import io.metagen.transformer.text.ChatMessage;
import io.metagen.transformer.text.ChatTemplate;
import io.metagen.transformer.text.jinja.TemplateException;
import io.metagen.v1.Conversation;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns prompts into tokens, checked against the model. */
final class PromptReader {
  private static final int MAX_SALT_BYTES = 128;

  private final ServedModel model;

  PromptReader(ServedModel model) {
    this.model = model;
  }

  /** Checks that a request names this model or none. */
  void checkModel(String name) {
    if (!name.isEmpty() && !name.equals(model.name())) {
      throw ServiceException.modelNotFound("model", name, List.of(model.name()));
    }
  }

  /**
   * Returns a prompt's tokens.
   *
   * @param path field path of the prompt, such as inputs[0].prompt
   * @param following tokens that must fit after the prompt, at least
   */
  PromptTokens read(Prompt prompt, String path, String salt, int following) {
    checkSalt(salt);
    int[] ids =
        switch (prompt.getContentCase()) {
          case TEXT -> text(prompt.getText(), path + ".text");
          case TOKEN_IDS -> ids(prompt.getTokenIds().getIdsList(), path + ".token_ids.ids");
          case CONVERSATION -> chat(prompt.getConversation(), path + ".conversation");
          case CONTENT_NOT_SET ->
              throw ServiceException.invalidField(
                  path, "must have text, token_ids or a conversation");
        };
    checkLength(ids.length, following);
    return new PromptTokens(salt, ids);
  }

  /** Returns given token ids, at least one, each in the vocabulary. */
  int[] ids(List<Integer> given, String path) {
    if (given.isEmpty()) {
      throw ServiceException.invalidField(path, "must not be empty");
    }
    int[] ids = given.stream().mapToInt(Integer::intValue).toArray();
    for (int i = 0; i < ids.length; i++) {
      if (!model.knows(ids[i])) {
        throw ServiceException.invalidField(
            path + "[" + i + "]",
            "must be in [0, " + model.config().vocabularySize() + "), is " + ids[i]);
      }
    }
    return ids;
  }

  /** Checks that a prompt with so many tokens leaves room for what follows it. */
  void checkLength(int promptTokens, int following) {
    int context = model.config().maxPositions();
    if ((long) promptTokens + following > context) {
      throw tooLong(promptTokens, following, context);
    }
  }

  static ServiceException tooLong(int promptTokens, int following, int context) {
    return ServiceException.of(
        ErrorReason.ERROR_REASON_CONTEXT_TOO_LONG,
        "a prompt of "
            + promptTokens
            + " tokens and "
            + following
            + " more do not fit into "
            + context,
        Map.of("promptTokenCount", "" + promptTokens, "maxTokenCount", "" + context));
  }

  private static void checkSalt(String salt) {
    if (salt.getBytes(StandardCharsets.UTF_8).length > MAX_SALT_BYTES) {
      throw ServiceException.invalidField(
          "cache_salt", "must have at most " + MAX_SALT_BYTES + " bytes");
    }
  }

  private int[] text(String text, String path) {
    int[] ids = text.isEmpty() ? new int[0] : model.tokenizer().encode(text, true);
    if (ids.length == 0) {
      throw ServiceException.invalidField(path, "must not be empty");
    }
    return ids;
  }

  /** Renders a conversation; the template writes the special tokens itself. */
  private int[] chat(Conversation conversation, String path) {
    ChatTemplate template =
        model
            .chatTemplate()
            .orElseThrow(
                () -> ServiceException.invalidField(path, "the model has no chat template"));
    List<ChatMessage> messages = new ArrayList<>();
    for (int i = 0; i < conversation.getMessagesCount(); i++) {
      var message = conversation.getMessages(i);
      if (message.getRole().isEmpty()) {
        throw ServiceException.invalidField(
            path + ".messages[" + i + "].role", "must not be empty");
      }
      messages.add(new ChatMessage(message.getRole(), message.getContent()));
    }
    if (messages.isEmpty()) {
      throw ServiceException.invalidField(path + ".messages", "must not be empty");
    }
    return encode(render(template, messages, path), path);
  }

  private static String render(ChatTemplate template, List<ChatMessage> messages, String path) {
    try {
      return template.render(messages, true);
    } catch (TemplateException e) {
      throw ServiceException.invalidField(
          path, "is refused by the model's chat template: " + e.getMessage());
    }
  }

  private int[] encode(String rendered, String path) {
    int[] ids = model.tokenizer().encode(rendered, false);
    if (ids.length == 0) {
      throw ServiceException.invalidField(path, "must not render to an empty prompt");
    }
    return ids;
  }
}
