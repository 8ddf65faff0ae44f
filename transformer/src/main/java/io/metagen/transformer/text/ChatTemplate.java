package io.metagen.transformer.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.metagen.transformer.CheckpointException;
import io.metagen.transformer.text.jinja.TemplateEngine;
import io.metagen.transformer.text.jinja.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chat template of a checkpoint: a conversation as the text that the model was trained on. The
 * text holds the begin token where the template writes it, so encode it without special tokens.
 * Safe for use by several threads.
 */
public final class ChatTemplate {

  private static final String KEY = "chat_template";
  private static final List<String> TOKENS =
      List.of("bos_token", "eos_token", "unk_token", "pad_token");

  private final TemplateEngine engine;
  private final Map<String, String> tokens;

  private ChatTemplate(TemplateEngine engine, Map<String, String> tokens) {
    this.engine = engine;
    this.tokens = tokens;
  }

  /** The template of a folder, with the system's clock; empty if it has none. */
  public static Optional<ChatTemplate> load(Path folder) {
    return load(folder, InstantSource.system());
  }

  /**
   * Reads chat_template.jinja or, without it, the {@code chat_template} of tokenizer_config.json:
   * text, or a list of named templates of which "default" is taken.
   *
   * @param clock the time that templates can ask for
   * @throws CheckpointException naming the file, if the template can't be read
   */
  public static Optional<ChatTemplate> load(Path folder, InstantSource clock) {
    Path own = folder.resolve("chat_template.jinja");
    boolean hasOwn = Files.isRegularFile(own);
    Path file = hasOwn ? own : folder.resolve("tokenizer_config.json");
    Optional<String> text = hasOwn ? Optional.of(read(own)) : configured(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> tokens = new HashMap<>();
    for (String role : TOKENS) {
      SpecialTokens.text(folder, role).ifPresent(token -> tokens.put(role, token));
    }
    try {
      return Optional.of(new ChatTemplate(new TemplateEngine(text.get(), clock), tokens));
    } catch (TemplateException e) {
      throw new CheckpointException(file, KEY, String.valueOf(e.getMessage()), e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CheckpointException(file, "", "can't be read: " + e.getMessage(), e);
    }
  }

  private static Optional<String> configured(Path path) {
    JsonFile file = JsonFile.optional(path);
    JsonNode value = file.get(KEY);
    if (value.isMissingNode() || value.isTextual()) {
      return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }
    for (JsonNode named : value) {
      if (named.path("name").asText().equals("default") && named.path("template").isTextual()) {
        return Optional.of(named.path("template").asText());
      }
    }
    throw file.wrong(KEY, "is neither text nor a list with a template named \"default\"");
  }

  /**
   * The text of a conversation.
   *
   * @param addGenerationPrompt whether the text ends where the assistant's next message begins
   * @throws TemplateException if the template refuses the conversation, or exceeds its limits
   */
  public String render(List<ChatMessage> messages, boolean addGenerationPrompt) {
    Map<String, @Nullable Object> variables = new HashMap<>(tokens);
    List<Map<String, String>> conversation = new ArrayList<>();
    for (ChatMessage message : messages) {
      Map<String, String> fields = new LinkedHashMap<>(); // templates may print it: order matters
      fields.put("role", message.role());
      fields.put("content", message.content());
      conversation.add(fields);
    }
    variables.put("messages", conversation);
    variables.put("add_generation_prompt", addGenerationPrompt);
    variables.put("tools", null);
    variables.put("documents", null);
    return engine.render(variables);
  }
}
