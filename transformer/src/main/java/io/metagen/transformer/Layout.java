package io.metagen.transformer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of a network's tensors as {@code network.py} takes them, with the checkpoint names that
 * each is made of.
 *
 * @param tensors embedding, final norm, those of the head if it is separate, then every layer's
 */
record Layout(List<PackedTensor> tensors) {

  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String FINAL_NORM = "model.norm.weight";
  static final String LANGUAGE_HEAD = "lm_head.weight";

  /** Index of the head's first tensor. */
  static final int FIRST_OF_HEAD = 2;

  Layout {
    tensors = List.copyOf(tensors);
  }

  static Layout of(ModelConfig config) {
    List<PackedTensor> tensors = new ArrayList<>();
    int hidden = config.hiddenSize();
    tensors.add(PackedTensor.of(TensorSpec.of(EMBEDDING, config.vocabularySize(), hidden)));
    tensors.add(PackedTensor.of(TensorSpec.of(FINAL_NORM, hidden)));
    head(config).forEach(tensor -> tensors.add(PackedTensor.of(tensor)));
    for (int layer = 0; layer < config.layers(); layer++) {
      tensors.addAll(layer(config, layer(layer)));
    }
    return new Layout(tensors);
  }

  /** Returns the head of logits as a tensor of its own. */
  static TensorSpec languageHead(ModelConfig config) {
    return TensorSpec.of(LANGUAGE_HEAD, config.vocabularySize(), config.hiddenSize());
  }

  /** Returns the tensors of the head that are its own. */
  private static List<TensorSpec> head(ModelConfig config) {
    if (config.head() != Head.LANGUAGE) {
      return config.head().tensors(config.hiddenSize());
    }
    return config.tied() ? List.of() : List.of(languageHead(config));
  }

  /** Returns the index of the first layer's first tensor. */
  static int firstLayer(ModelConfig config) {
    return FIRST_OF_HEAD + head(config).size();
  }

  /** What the names of a layer's tensors begin with. */
  static String layer(int layer) {
    return "model.layers." + layer + ".";
  }

  private static List<PackedTensor> layer(ModelConfig config, String prefix) {
    String attention = prefix + "self_attn.";
    int hidden = config.hiddenSize();
    int queries = config.heads() * config.headDim();
    int ffn = config.intermediateSize();
    List<PackedTensor> tensors = new ArrayList<>();
    tensors.add(PackedTensor.of(TensorSpec.of(prefix + "input_layernorm.weight", hidden)));
    tensors.add(queriesKeysValues(config, attention, ".weight", hidden));
    tensors.add(PackedTensor.of(TensorSpec.of(attention + "o_proj.weight", hidden, queries)));
    tensors.add(PackedTensor.of(TensorSpec.of(prefix + "post_attention_layernorm.weight", hidden)));
    tensors.add(
        PackedTensor.of(
            TensorSpec.of(prefix + "mlp.gate_proj.weight", ffn, hidden),
            TensorSpec.of(prefix + "mlp.up_proj.weight", ffn, hidden)));
    tensors.add(PackedTensor.of(TensorSpec.of(prefix + "mlp.down_proj.weight", hidden, ffn)));
    tensors.addAll(optional(config, attention));
    return tensors;
  }

  private static List<PackedTensor> optional(ModelConfig config, String attention) {
    List<PackedTensor> tensors = new ArrayList<>();
    if (config.attentionBias()) {
      tensors.add(queriesKeysValues(config, attention, ".bias"));
    }
    if (config.outputBias()) {
      tensors.add(PackedTensor.of(TensorSpec.of(attention + "o_proj.bias", config.hiddenSize())));
    }
    if (config.qkNorm()) {
      tensors.add(PackedTensor.of(TensorSpec.of(attention + "q_norm.weight", config.headDim())));
      tensors.add(PackedTensor.of(TensorSpec.of(attention + "k_norm.weight", config.headDim())));
    }
    return tensors;
  }

  private static PackedTensor queriesKeysValues(
      ModelConfig config, String attention, String suffix, int... width) {
    int queries = config.heads() * config.headDim();
    int keys = config.kvHeads() * config.headDim();
    return PackedTensor.of(
        TensorSpec.of(attention + "q_proj" + suffix, shape(queries, width)),
        TensorSpec.of(attention + "k_proj" + suffix, shape(keys, width)),
        TensorSpec.of(attention + "v_proj" + suffix, shape(keys, width)));
  }

  private static long[] shape(long rows, int[] width) {
    return width.length == 0 ? new long[] {rows} : new long[] {rows, width[0]};
  }

  /** Returns the values of the attributes that {@code network.py} declares. */
  static Map<String, Object> attributes(ModelConfig config) {
    long bias = 6;
    long outputBias = bias + (config.attentionBias() ? 1 : 0);
    long queryNorm = outputBias + (config.outputBias() ? 1 : 0);
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("rounded", false);
    attributes.put("layers", (long) config.layers());
    attributes.put("heads", (long) config.heads());
    attributes.put("kv_heads", (long) config.kvHeads());
    attributes.put("head_dim", (long) config.headDim());
    attributes.put("eps", (double) config.rmsNormEps());
    attributes.put("window", (long) config.slidingWindow());
    boolean language = config.head() == Head.LANGUAGE;
    long outer = config.head().deep() ? FIRST_OF_HEAD + 2L : FIRST_OF_HEAD;
    attributes.put("lm_head", config.tied() ? 0L : language ? (long) FIRST_OF_HEAD : -1L);
    attributes.put("inner_head", config.head().deep() ? (long) FIRST_OF_HEAD : -1L);
    attributes.put("value_head", language ? -1L : outer);
    attributes.put("value_bias", config.head().biased() ? outer + 1 : -1L);
    attributes.put("first_layer", (long) firstLayer(config));
    attributes.put("layer_tensors", queryNorm + (config.qkNorm() ? 2 : 0));
    attributes.put("output", 2L);
    attributes.put("post_norm", 3L);
    attributes.put("gate_up", 4L);
    attributes.put("down", 5L);
    attributes.put("qkv_bias", config.attentionBias() ? bias : -1);
    attributes.put("output_bias", config.outputBias() ? outputBias : -1);
    attributes.put("query_norm", config.qkNorm() ? queryNorm : -1);
    attributes.put("key_norm", config.qkNorm() ? queryNorm + 1 : -1);
    return attributes;
  }
}
