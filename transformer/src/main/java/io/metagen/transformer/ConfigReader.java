package io.metagen.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a Hugging Face {@code config.json}; whatever would change the network and isn't supported
 * is refused by name.
 */
final class ConfigReader {
  private static final int MAX_WIDTH = 1 << 20;
  private static final int MAX_LAYERS = 1 << 12;
  private static final int MAX_POSITIONS = 1 << 24;
  private static final int QWEN3_HEAD_DIM = 128;
  private static final int MISTRAL_WINDOW = 4096;
  private static final double DEFAULT_THETA = 10_000;

  private final JsonKeys keys;

  ConfigReader(Path file) {
    keys = JsonKeys.read(file);
  }

  ModelConfig read() {
    String architecture = architecture();
    Kind kind =
        Kind.all()
            .filter(known -> known.architecture().equals(architecture))
            .findFirst()
            .orElseThrow(() -> unknown(architecture));
    Family family = kind.family;
    refuseUnsupported(family);
    requireLabels(kind.head);
    int hidden = keys.integer("hidden_size", MAX_WIDTH);
    int heads = keys.integer("num_attention_heads", MAX_WIDTH);
    return new ModelConfig(
        architecture,
        family,
        hidden,
        keys.integer("num_hidden_layers", MAX_LAYERS),
        heads,
        kvHeads(family, heads),
        headDim(family, hidden, heads),
        keys.integer("intermediate_size", MAX_WIDTH),
        keys.integer("vocab_size", 1 << 24),
        keys.integer("max_position_embeddings", MAX_POSITIONS),
        (float) keys.positive("rms_norm_eps"),
        ropeTheta(),
        ropeScaling(),
        keys.flag("tie_word_embeddings", false),
        family == Family.QWEN2 || keys.flag("attention_bias", false),
        family == Family.QWEN3,
        slidingWindow(family),
        kind.head);
  }

  /** What an architecture's name says. */
  private record Kind(Family family, Head head) {
    static Stream<Kind> all() {
      return Arrays.stream(Family.values())
          .flatMap(family -> Arrays.stream(Head.values()).map(head -> new Kind(family, head)));
    }

    String architecture() {
      return family.architecture(head);
    }
  }

  private CheckpointException unknown(String architecture) {
    String known = Kind.all().map(Kind::architecture).collect(Collectors.joining(", "));
    return keys.error(
        "architectures", "unknown architecture " + architecture + "; known: " + known);
  }

  private String architecture() {
    JsonNode names = keys.node().path("architectures");
    if (!names.isArray() || names.size() != 1 || !names.get(0).isTextual()) {
      throw keys.error("architectures", "must be an array of one string");
    }
    return names.get(0).textValue();
  }

  private void refuseUnsupported(Family family) {
    if (keys.has("quantization_config")) {
      throw keys.error(
          "quantization_config", "quantised checkpoints can't be read; use f32, f16 or bf16");
    }
    refuseUnless("hidden_act", "silu");
    refuseTrue("mlp_bias");
    if (family != Family.MISTRAL) {
      refuseTrue("use_sliding_window");
    }
    if (family == Family.MISTRAL && keys.flag("attention_bias", false)) {
      throw keys.error("attention_bias", "Mistral has no attention biases; remove the key");
    }
    if (keys.optionalPositive("partial_rotary_factor").orElse(1) != 1) {
      throw keys.error("partial_rotary_factor", "only 1 is supported");
    }
  }

  private void refuseUnless(String key, String supported) {
    if (keys.has(key) && !keys.text(key).equals(supported)) {
      throw keys.error(key, keys.text(key) + " is not supported, only " + supported);
    }
  }

  private void refuseTrue(String key) {
    if (keys.flag(key, false)) {
      throw keys.error(key, "true is not supported");
    }
  }

  /** Other heads' networks are made for their number of labels, whatever the file says. */
  private void requireLabels(Head head) {
    if (head != Head.SEQUENCE && head != Head.TOKEN) {
      return;
    }
    int labels =
        keys.has("id2label")
            ? keys.object("id2label").node().size()
            : keys.optionalInteger("num_labels", MAX_WIDTH).orElse(2);
    if (labels != head.outputs()) {
      throw keys.error(
          keys.has("id2label") ? "id2label" : "num_labels",
          "the head has " + head.outputs() + " labels, not " + labels);
    }
  }

  private int kvHeads(Family family, int heads) {
    int kvHeads =
        family == Family.LLAMA && !keys.has("num_key_value_heads")
            ? heads
            : keys.integer("num_key_value_heads", heads);
    if (heads % kvHeads != 0) {
      throw keys.error("num_key_value_heads", kvHeads + " does not divide " + heads + " heads");
    }
    return kvHeads;
  }

  private int headDim(Family family, int hidden, int heads) {
    if (!keys.has("head_dim") && family != Family.QWEN3 && hidden % heads != 0) {
      throw keys.error("hidden_size", hidden + " is no multiple of " + heads + " heads");
    }
    int absent = family == Family.QWEN3 ? QWEN3_HEAD_DIM : hidden / heads;
    int headDim = keys.optionalInteger("head_dim", MAX_WIDTH).orElse(absent);
    if ((long) heads * headDim > MAX_WIDTH) {
      throw keys.error("head_dim", heads + " heads of " + headDim + " are wider than " + MAX_WIDTH);
    }
    if (headDim == 0 || headDim % 2 != 0) {
      throw keys.error("head_dim", headDim + " is odd; rotary embedding needs pairs");
    }
    return headDim;
  }

  private double ropeTheta() {
    if (keys.has("rope_parameters")) {
      return keys.object("rope_parameters").positive("rope_theta");
    }
    return keys.optionalPositive("rope_theta").orElse(DEFAULT_THETA);
  }

  private RopeScaling ropeScaling() {
    Optional<JsonKeys> scaling =
        keys.has("rope_parameters")
            ? Optional.of(keys.object("rope_parameters"))
            : keys.has("rope_scaling")
                ? Optional.of(keys.object("rope_scaling"))
                : Optional.empty();
    return scaling.map(ConfigReader::ropeScaling).orElseGet(RopeScaling.None::new);
  }

  private static RopeScaling ropeScaling(JsonKeys scaling) {
    String typeKey = scaling.has("rope_type") ? "rope_type" : "type";
    String type = scaling.text(typeKey);
    return switch (type) {
      case "default" -> new RopeScaling.None();
      case "linear" -> new RopeScaling.Linear(scaling.positive("factor"));
      case "llama3" -> llama3(scaling);
      default ->
          throw scaling.error(typeKey, type + " is not supported, only default, linear and llama3");
    };
  }

  private static RopeScaling llama3(JsonKeys scaling) {
    double low = scaling.positive("low_freq_factor");
    double high = scaling.positive("high_freq_factor");
    if (low >= high) {
      throw scaling.error("low_freq_factor", low + " must be below high_freq_factor " + high);
    }
    return new RopeScaling.Llama3(
        scaling.positive("factor"),
        low,
        high,
        scaling.integer("original_max_position_embeddings", MAX_POSITIONS));
  }

  private int slidingWindow(Family family) {
    if (family != Family.MISTRAL) {
      return 0;
    }
    return keys.node().has("sliding_window")
        ? keys.optionalInteger("sliding_window", MAX_POSITIONS).orElse(0)
        : MISTRAL_WINDOW;
  }
}
