package io.metagen.trainer.vocabulary;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code tokenizer.json}, {@code tokenizer_config.json} with the chat template and {@code
 * generation_config.json}: a byte-level BPE without merges whose words are looked up whole.
 */
public final class TokenizerWriter {

  /**
   * A user's message is the problem; the solution follows on the next line and ends with the
   * end-of-text token.
   */
  static final String CHAT_TEMPLATE =
      """
      {%- for message in messages -%}
      {{- message['content'] -}}
      {%- if message['role'] == 'assistant' -%}{{- eos_token -}}{%- else -%}{{- '\\n' -}}{%- endif -%}
      {%- endfor -%}""";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectWriter PRETTY =
      MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT);

  private TokenizerWriter() {}

  /** Writes the files into a folder that exists, replacing what is there. */
  public static void write(Path folder, int maxPositions) {
    write(folder.resolve("tokenizer.json"), tokenizer());
    write(folder.resolve("tokenizer_config.json"), tokenizerConfig(maxPositions));
    write(folder.resolve("generation_config.json"), generationConfig());
  }

  private static ObjectNode tokenizer() {
    ObjectNode root = MAPPER.createObjectNode().put("version", "1.0");
    root.putNull("truncation").putNull("padding");
    root.putArray("added_tokens").add(endOfText());
    root.putNull("normalizer");
    ObjectNode splits = root.putObject("pre_tokenizer").put("type", "Sequence");
    ObjectNode split = splits.putArray("pretokenizers").addObject().put("type", "Split");
    split.putObject("pattern").put("Regex", TaskVocabulary.PIECES);
    split.put("behavior", "Isolated").put("invert", false);
    splits.withArray("pretokenizers").add(byteLevel(false));
    root.putNull("post_processor").set("decoder", byteLevel(true));
    root.set("model", model());
    return root;
  }

  private static ObjectNode endOfText() {
    return MAPPER
        .createObjectNode()
        .put("id", TaskVocabulary.endOfText())
        .put("content", TaskVocabulary.END_OF_TEXT)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }

  private static ObjectNode byteLevel(boolean decoder) {
    return MAPPER
        .createObjectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", decoder)
        .put("trim_offsets", true)
        .put("use_regex", decoder);
  }

  private static ObjectNode model() {
    ObjectNode model = MAPPER.createObjectNode().put("type", "BPE");
    model.putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", true);
    ObjectNode words = model.putObject("vocab");
    for (int b = 0; b < 256; b++) {
      words.put(ByteAlphabet.of(b), b);
    }
    TaskVocabulary.wordIds().forEach((word, id) -> words.put(ByteAlphabet.of(word), id.intValue()));
    model.putArray("merges");
    return model;
  }

  private static ObjectNode tokenizerConfig(int maxPositions) {
    return MAPPER
        .createObjectNode()
        .put("tokenizer_class", "PreTrainedTokenizerFast")
        .put("add_bos_token", false)
        .put("add_eos_token", false)
        .putNull("bos_token")
        .put("eos_token", TaskVocabulary.END_OF_TEXT)
        .put("pad_token", TaskVocabulary.END_OF_TEXT)
        .put("clean_up_tokenization_spaces", false)
        .put("model_max_length", maxPositions)
        .put("chat_template", CHAT_TEMPLATE);
  }

  private static ObjectNode generationConfig() {
    return MAPPER
        .createObjectNode()
        .put("do_sample", true)
        .put("temperature", 1.0)
        .put("eos_token_id", TaskVocabulary.endOfText())
        .put("pad_token_id", TaskVocabulary.endOfText());
  }

  private static void write(Path file, ObjectNode content) {
    try {
      Files.writeString(file, PRETTY.writeValueAsString(content) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
