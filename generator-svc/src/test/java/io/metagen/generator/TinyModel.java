package io.metagen.generator;

import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RopeScaling;
import io.metagen.transformer.SafetensorsDtype;
import io.metagen.transformer.TrainableTransformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A random network of a few thousand weights whose tokens are the 256 bytes and an end token, in a
 * folder that the service can load.
 */
public final class TinyModel {
  /** Id of the end token; ids below are bytes. */
  public static final int END = 256;

  /** Size of the vocabulary. */
  public static final int VOCABULARY = 257;

  /** Longest context in tokens. */
  public static final int CONTEXT = 256;

  private TinyModel() {}

  /** Writes the checkpoint into a new temporary folder. */
  public static Path newFolder() {
    try {
      Path folder = Files.createTempDirectory("tiny-model");
      write(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path folder) throws IOException {
    ModelConfig config =
        new ModelConfig(
            "LlamaForCausalLM",
            Family.LLAMA,
            32,
            2,
            4,
            2,
            8,
            48,
            VOCABULARY,
            CONTEXT,
            1e-5f,
            10_000,
            new RopeScaling.None(),
            true,
            false,
            false,
            0,
            Head.LANGUAGE);
    try (TrainableTransformer network = TrainableTransformer.random(config, 7)) {
      network.save(folder, SafetensorsDtype.F32);
    }
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer());
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"eos_token\": \"<|end_of_text|>\"}");
    Files.writeString(
        folder.resolve("generation_config.json"), "{\"eos_token_id\": 256, \"top_k\": 40}");
  }

  private static String tokenizer() {
    StringBuilder vocabulary = new StringBuilder();
    int spare = 256;
    for (int value = 0; value < 256; value++) {
      boolean printable =
          (value >= 33 && value <= 126)
              || (value >= 161 && value <= 172)
              || (value >= 174 && value <= 255);
      int codePoint = printable ? value : spare++;
      vocabulary.append(value == 0 ? "" : ",");
      vocabulary.append(String.format("\"\\u%04x\":%d", codePoint, value));
    }
    return """
        {"version":"1.0","truncation":null,"padding":null,
         "added_tokens":[{"id":256,"content":"<|end_of_text|>","single_word":false,"lstrip":false,
           "rstrip":false,"normalized":false,"special":true}],
         "normalizer":null,
         "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,
           "use_regex":false},
         "post_processor":null,
         "decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
         "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,
           "end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":true,
           "vocab":{%s},"merges":[]}}
        """
        .formatted(vocabulary);
  }
}
