package io.metagen.verifier;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.SafetensorsDtype;
import io.metagen.transformer.TrainableTransformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small reward model with random weights whose every byte is a token: token id = byte value in
 * ASCII, and {@link #END} ends a sequence.
 */
public final class TinyRewardModel {
  public static final int CONTEXT = 128;
  public static final int END = 256;
  private static final ObjectMapper JSON = new ObjectMapper();

  private TinyRewardModel() {}

  /** Writes the model into a new folder below {@code parent}. */
  public static Path write(Path parent) {
    return write(parent, "SequenceClassification");
  }

  /** Writes a model of another kind, such as CausalLM. */
  public static Path write(Path parent, String kind) {
    try {
      Path folder = Files.createDirectories(parent.resolve(kind));
      Path config = Files.writeString(folder.resolve("config.json"), config(kind));
      try (TrainableTransformer model = TrainableTransformer.random(ModelConfig.read(config), 17)) {
        model.save(folder, SafetensorsDtype.F32);
      }
      JSON.writeValue(folder.resolve("tokenizer.json").toFile(), tokenizer());
      Files.writeString(
          folder.resolve("tokenizer_config.json"),
          """
          {"eos_token": "<|end_of_text|>", "chat_template":
           "{% for m in messages %}{% if m.role == 'nobody' %}{{ raise_exception('who?') }}{% endif %}[{{ m.role }}] {{ m.content }}\\n{% endfor %}{% if add_generation_prompt %}[assistant] {% endif %}"}
          """);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String config(String kind) {
    return """
        {"architectures": ["LlamaFor%s"], "hidden_size": 32, "num_hidden_layers": 2,
         "num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 64,
         "vocab_size": 264, "max_position_embeddings": %d, "rms_norm_eps": 1e-5,
         "tie_word_embeddings": false, "num_labels": %d}
        """
        .formatted(kind, CONTEXT, kind.equals("TokenClassification") ? 2 : 1);
  }

  private static ObjectNode tokenizer() throws IOException {
    ObjectNode tokenizer =
        (ObjectNode)
            JSON.readTree(
                """
                {"version": "1.0", "truncation": null, "padding": null,
                 "added_tokens": [{"id": 256, "content": "<|end_of_text|>", "single_word": false,
                   "lstrip": false, "rstrip": false, "normalized": false, "special": true}],
                 "normalizer": null,
                 "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false,
                   "trim_offsets": true, "use_regex": false},
                 "post_processor": null,
                 "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true,
                   "use_regex": true},
                 "model": {"type": "BPE", "dropout": null, "unk_token": null,
                   "continuing_subword_prefix": null, "end_of_word_suffix": null,
                   "fuse_unk": false, "byte_fallback": false, "ignore_merges": true,
                   "vocab": {}, "merges": []}}
                """);
    ObjectNode vocabulary = (ObjectNode) tokenizer.get("model").get("vocab");
    int shifted = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean itself = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
      vocabulary.put(Character.toString(itself ? b : shifted++), b);
    }
    return tokenizer;
  }
}
