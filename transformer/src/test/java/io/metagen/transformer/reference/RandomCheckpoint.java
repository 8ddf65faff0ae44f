package io.metagen.transformer.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A small network with random weights, written as a folder in the Hugging Face layout. */
public final class RandomCheckpoint {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode config;
  private final Map<String, int[]> shapes = new LinkedHashMap<>();

  private RandomCheckpoint(ObjectNode config) {
    this.config = config;
  }

  /**
   * Writes {@code config.json} as given and a {@code model.safetensors} that fits it.
   *
   * @param dtype F32, F16 or BF16
   */
  public static void write(Path folder, String configJson, String dtype, long seed)
      throws IOException {
    writeWithout("", folder, configJson, dtype, seed);
  }

  /** Writes the same with one tensor left out. */
  public static void writeWithout(
      String tensor, Path folder, String configJson, String dtype, long seed) throws IOException {
    RandomCheckpoint checkpoint = new RandomCheckpoint((ObjectNode) JSON.readTree(configJson));
    checkpoint.nameTensors();
    checkpoint.shapes.remove(tensor);
    Files.writeString(folder.resolve("config.json"), configJson);
    Files.write(folder.resolve("model.safetensors"), checkpoint.file(dtype, new Random(seed)));
  }

  private void nameTensors() {
    String architecture = config.get("architectures").get(0).textValue();
    int hidden = config.get("hidden_size").intValue();
    int vocabulary = config.get("vocab_size").intValue();
    shapes.put("model.embed_tokens.weight", new int[] {vocabulary, hidden});
    for (int layer = 0; layer < config.get("num_hidden_layers").intValue(); layer++) {
      nameLayer("model.layers." + layer + ".", architecture, hidden);
    }
    shapes.put("model.norm.weight", new int[] {hidden});
    boolean untied = !config.path("tie_word_embeddings").asBoolean(false);
    switch (architecture.substring(architecture.indexOf("For"))) {
      case "ForSequenceClassification" -> shapes.put("score.weight", new int[] {1, hidden});
      case "ForTokenClassification" -> nameHead("score", 2, hidden);
      case "ForRewardModel" -> {
        nameHead("score.0", hidden, hidden);
        nameHead("score.2", 1, hidden);
      }
      case "ForProcessRewardModel" -> {
        nameHead("score.0", hidden, hidden);
        nameHead("score.2", 2, hidden);
      }
      case "ForPrmModel" -> nameHead("v_head.summary", 1, hidden);
      default -> {}
    }
    if (untied && (architecture.endsWith("LM") || architecture.endsWith("PrmModel"))) {
      shapes.put("lm_head.weight", new int[] {vocabulary, hidden});
    }
  }

  private void nameHead(String name, int outputs, int hidden) {
    shapes.put(name + ".weight", new int[] {outputs, hidden});
    shapes.put(name + ".bias", new int[] {outputs});
  }

  private void nameLayer(String layer, String architecture, int hidden) {
    int heads = config.get("num_attention_heads").intValue();
    int headDim = config.path("head_dim").asInt(hidden / heads);
    int queries = heads * headDim;
    int keys = config.path("num_key_value_heads").asInt(heads) * headDim;
    int ffn = config.get("intermediate_size").intValue();
    shapes.put(layer + "input_layernorm.weight", new int[] {hidden});
    shapes.put(layer + "self_attn.q_proj.weight", new int[] {queries, hidden});
    shapes.put(layer + "self_attn.k_proj.weight", new int[] {keys, hidden});
    shapes.put(layer + "self_attn.v_proj.weight", new int[] {keys, hidden});
    shapes.put(layer + "self_attn.o_proj.weight", new int[] {hidden, queries});
    boolean allBiases = config.path("attention_bias").asBoolean(false);
    if (allBiases || architecture.startsWith("Qwen2")) {
      shapes.put(layer + "self_attn.q_proj.bias", new int[] {queries});
      shapes.put(layer + "self_attn.k_proj.bias", new int[] {keys});
      shapes.put(layer + "self_attn.v_proj.bias", new int[] {keys});
    }
    if (allBiases) {
      shapes.put(layer + "self_attn.o_proj.bias", new int[] {hidden});
    }
    if (architecture.startsWith("Qwen3")) {
      shapes.put(layer + "self_attn.q_norm.weight", new int[] {headDim});
      shapes.put(layer + "self_attn.k_norm.weight", new int[] {headDim});
    }
    shapes.put(layer + "post_attention_layernorm.weight", new int[] {hidden});
    shapes.put(layer + "mlp.gate_proj.weight", new int[] {ffn, hidden});
    shapes.put(layer + "mlp.up_proj.weight", new int[] {ffn, hidden});
    shapes.put(layer + "mlp.down_proj.weight", new int[] {hidden, ffn});
  }

  private byte[] file(String dtype, Random random) throws IOException {
    int width = dtype.equals("F32") ? 4 : 2;
    ObjectNode header = JSON.createObjectNode();
    int total = 0;
    for (Map.Entry<String, int[]> tensor : shapes.entrySet()) {
      ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", dtype);
      int size = width;
      for (int dimension : tensor.getValue()) {
        entry.withArray("shape").add(dimension);
        size *= dimension;
      }
      entry.putArray("data_offsets").add(total).add(total + size);
      total += size;
    }
    byte[] json = JSON.writeValueAsString(header).getBytes(UTF_8);
    byte[] bytes = new byte[8 + json.length + total];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(json.length).put(json);
    shapes.forEach((name, shape) -> fill(name, shape, dtype, random, out));
    return bytes;
  }

  /** Norms near 1, everything else with a deviation that keeps activations near 1. */
  private static void fill(String name, int[] shape, String dtype, Random random, ByteBuffer out) {
    boolean norm = name.endsWith("norm.weight");
    boolean embedding = name.contains("embed_tokens") || shape.length == 1;
    double deviation = embedding ? 0.5 : 1.5 / Math.sqrt(shape[1]);
    int size = shape.length == 1 ? shape[0] : shape[0] * shape[1];
    for (int i = 0; i < size; i++) {
      double value = norm ? 1 + 0.2 * random.nextGaussian() : deviation * random.nextGaussian();
      switch (dtype) {
        case "F32" -> out.putFloat((float) value);
        case "F16" -> out.putShort(Float.floatToFloat16((float) value));
        case "BF16" -> out.putShort((short) (Float.floatToRawIntBits((float) value) >>> 16));
        default -> throw new IllegalArgumentException(dtype);
      }
    }
  }
}
