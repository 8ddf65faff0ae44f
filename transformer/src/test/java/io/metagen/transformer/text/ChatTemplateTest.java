package io.metagen.transformer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.metagen.transformer.CheckpointException;
import io.metagen.transformer.text.jinja.TemplateException;
import io.metagen.transformer.text.jinja.TemplateException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates in the forms that the families publish; expectations written by hand. */
class ChatTemplateTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2025-02-03T10:00:00Z"));
  private static final ChatMessage SYSTEM = new ChatMessage("system", "Be brief. ");
  private static final ChatMessage USER = new ChatMessage("user", " What is 2+2?\n");
  private static final ChatMessage ASSISTANT = new ChatMessage("assistant", "4");
  private static final ChatMessage AGAIN = new ChatMessage("user", "And 3+3?");

  @Test
  void render_chatMl_wrapsEveryMessage() {
    assertThat(template("chatml").render(List.of(SYSTEM, USER), true))
        .isEqualTo(
            """
                <|im_start|>system
                Be brief. <|im_end|>
                <|im_start|>user
                 What is 2+2?
                <|im_end|>
                <|im_start|>assistant
                """);
  }

  @Test
  void render_llama3_trimsAndBeginsOnce() {
    assertThat(template("llama-3").render(List.of(SYSTEM, USER, ASSISTANT), true))
        .isEqualTo(
            "<s><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\nWhat is 2+2?<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n4<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n");
  }

  @Test
  void render_llama32_tellsTheDate() {
    assertThat(template("llama-3.2").render(List.of(SYSTEM, USER), true))
        .isEqualTo(
            """
                <s><|start_header_id|>system<|end_header_id|>

                Cutting Knowledge Date: December 2023
                Today Date: 03 Feb 2025

                Be brief.<|eot_id|><|start_header_id|>user<|end_header_id|>

                What is 2+2?<|eot_id|><|start_header_id|>assistant<|end_header_id|>

                """);
  }

  @Test
  void render_mistralV1_alternates() {
    assertThat(template("mistral-v1").render(List.of(USER, ASSISTANT, AGAIN), false))
        .isEqualTo("<s>[INST]  What is 2+2?\n [/INST]4</s>[INST] And 3+3? [/INST]");
  }

  @Test
  void render_mistralV3_putsTheSystemMessageBeforeTheLastUser() {
    assertThat(template("mistral-v3").render(List.of(SYSTEM, USER, ASSISTANT, AGAIN), true))
        .isEqualTo("<s>[INST]  What is 2+2?\n[/INST] 4</s>[INST] Be brief. \n\nAnd 3+3?[/INST]");
  }

  @Test
  void render_qwen25_hasItsOwnSystemMessage() {
    assertThat(template("qwen-2.5").render(List.of(USER), true))
        .isEqualTo(
            """
                <|im_start|>system
                You are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>
                <|im_start|>user
                 What is 2+2?
                <|im_end|>
                <|im_start|>assistant
                """);
    assertThat(template("qwen-2.5").render(List.of(SYSTEM, USER, ASSISTANT), false))
        .isEqualTo(
            """
                <|im_start|>system
                Be brief. <|im_end|>
                <|im_start|>user
                 What is 2+2?
                <|im_end|>
                <|im_start|>assistant
                4<|im_end|>
                """);
  }

  @Test
  void render_qwen3_dropsEarlierThinking() {
    ChatMessage thinking = new ChatMessage("assistant", "<think>\nhm\n</think>\n\nFour");

    assertThat(template("qwen-3").render(List.of(USER, thinking, AGAIN), true))
        .isEqualTo(
            """
                <|im_start|>user
                 What is 2+2?
                <|im_end|>
                <|im_start|>assistant
                Four<|im_end|>
                <|im_start|>user
                And 3+3?<|im_end|>
                <|im_start|>assistant
                """);
    assertThat(template("qwen-3").render(List.of(USER, thinking), false))
        .isEqualTo(
            """
                <|im_start|>user
                 What is 2+2?
                <|im_end|>
                <|im_start|>assistant
                <think>
                hm
                </think>

                Four<|im_end|>
                """);
  }

  @Test
  void render_gemma2_callsTheAssistantModel() {
    assertThat(template("gemma-2").render(List.of(USER, ASSISTANT, AGAIN), true))
        .isEqualTo(
            """
                <s><start_of_turn>user
                What is 2+2?<end_of_turn>
                <start_of_turn>model
                4<end_of_turn>
                <start_of_turn>user
                And 3+3?<end_of_turn>
                <start_of_turn>model
                """);
  }

  @Test
  void render_zephyr_keepsTheLineBreaksOutsideTags() {
    assertThat(template("zephyr").render(List.of(SYSTEM, AGAIN), true))
        .isEqualTo("<|system|>\nBe brief. </s>\n<|user|>\nAnd 3+3?</s>\n<|assistant|>\n");
  }

  @Test
  void render_messageWithTemplateMarkup_isPlainText() {
    ChatMessage markup = new ChatMessage("user", "{{ 7 * 7 }} {% raw %} {# x #} '\"\\ 'false'");

    assertThat(template("chatml").render(List.of(markup), false))
        .isEqualTo("<|im_start|>user\n{{ 7 * 7 }} {% raw %} {# x #} '\"\\ 'false'<|im_end|>\n");
  }

  @Test
  void render_templateRefuses_isRejectedWithItsMessage() {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> template("mistral-v1").render(List.of(USER, AGAIN), false))
        .withMessage("Conversation roles must alternate user/assistant/user/assistant/...")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REJECTED));
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> template("gemma-2").render(List.of(SYSTEM, USER), false))
        .withMessage("System role not supported");
  }

  @Test
  void load_templateInTokenizerConfig_isTaken(@TempDir Path folder) throws IOException {
    write(
        folder,
        Map.of(
            "chat_template",
            "{{ bos_token }}{{ messages[0].content }}",
            "bos_token",
            Map.of("content", "<b>")));

    assertThat(template(folder).render(List.of(AGAIN), false)).isEqualTo("<b>And 3+3?");
  }

  @Test
  void load_namedTemplates_takesTheDefault(@TempDir Path folder) throws IOException {
    write(
        folder,
        Map.of(
            "chat_template",
            List.of(
                Map.of("name", "tool_use", "template", "no"),
                Map.of("name", "default", "template", "yes"))));

    assertThat(template(folder).render(List.of(AGAIN), false)).isEqualTo("yes");
  }

  @Test
  void load_templateFile_goesBeforeTheConfig(@TempDir Path folder) throws IOException {
    write(folder, Map.of("chat_template", "config"));
    Files.writeString(folder.resolve("chat_template.jinja"), "file\n");

    assertThat(template(folder).render(List.of(AGAIN), false)).isEqualTo("file");
  }

  @Test
  void load_noTemplate_isEmpty(@TempDir Path folder) {
    assertThat(ChatTemplate.load(folder)).isEmpty();
  }

  @Test
  void load_unusableTemplate_namesTheFile(@TempDir Path folder) throws IOException {
    for (String bad : List.of("{% if x %}", "{{ x", "{% unknown %}", "{% endif %}", "{% for %}")) {
      write(folder, Map.of("chat_template", bad));
      assertThatExceptionOfType(CheckpointException.class)
          .as(bad)
          .isThrownBy(() -> ChatTemplate.load(folder))
          .withMessageContaining("tokenizer_config.json: chat_template");
    }
    write(folder, Map.of("chat_template", List.of(Map.of("name", "tool_use", "template", "x"))));
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> ChatTemplate.load(folder))
        .withMessageContaining("default");
  }

  private static ChatTemplate template(String name) {
    return template(Folders.resource("templates/" + name));
  }

  private static ChatTemplate template(Path folder) {
    return ChatTemplate.load(folder, CLOCK).orElseThrow();
  }

  private static void write(Path folder, Map<String, ?> config) throws IOException {
    new ObjectMapper().writeValue(folder.resolve("tokenizer_config.json").toFile(), config);
  }
}
