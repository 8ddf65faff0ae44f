package io.metagen.transformer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/** Writes a network's {@code config.json} with the keys that Hugging Face's readers expect. */
final class ConfigWriter {

  private ConfigWriter() {}

  static void write(ModelConfig config, Path file) {
    ObjectNode json = JsonKeys.MAPPER.createObjectNode();
    json.putArray("architectures").add(config.architecture());
    json.put("model_type", config.family().name().toLowerCase(Locale.ROOT));
    json.put("hidden_size", config.hiddenSize());
    json.put("num_hidden_layers", config.layers());
    json.put("num_attention_heads", config.heads());
    json.put("num_key_value_heads", config.kvHeads());
    json.put("head_dim", config.headDim());
    json.put("intermediate_size", config.intermediateSize());
    json.put("hidden_act", "silu");
    json.put("vocab_size", config.vocabularySize());
    json.put("max_position_embeddings", config.maxPositions());
    json.put("rms_norm_eps", config.rmsNormEps());
    json.put("rope_theta", config.ropeTheta());
    ropeScaling(config.ropeScaling(), json);
    json.put("tie_word_embeddings", config.tied());
    if (config.family() != Family.MISTRAL && config.family() != Family.QWEN2) {
      json.put("attention_bias", config.attentionBias());
    }
    if (config.family() == Family.MISTRAL) {
      json.put("sliding_window", config.slidingWindow() == 0 ? null : config.slidingWindow());
    }
    labels(config.head().outputs(), json);
    save(json, file);
  }

  private static void labels(int count, ObjectNode json) {
    if (count > 0) {
      ObjectNode names = json.putObject("id2label");
      ObjectNode ids = json.putObject("label2id");
      for (int i = 0; i < count; i++) {
        names.put(Integer.toString(i), "LABEL_" + i);
        ids.put("LABEL_" + i, i);
      }
    }
  }

  private static void ropeScaling(RopeScaling scaling, ObjectNode json) {
    switch (scaling) {
      case RopeScaling.None _ -> {}
      case RopeScaling.Linear(double factor) ->
          json.putObject("rope_scaling").put("rope_type", "linear").put("factor", factor);
      case RopeScaling.Llama3(double factor, double low, double high, double original) ->
          json.putObject("rope_scaling")
              .put("rope_type", "llama3")
              .put("factor", factor)
              .put("low_freq_factor", low)
              .put("high_freq_factor", high)
              .put("original_max_position_embeddings", (int) original);
    }
  }

  private static void save(ObjectNode json, Path file) {
    try {
      JsonKeys.MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
