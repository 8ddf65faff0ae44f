package io.metagen.bench.gguf;

import io.metagen.transformer.CheckpointTensors;
import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RopeScaling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Converts a Llama checkpoint to a GGUF file that llama.cpp loads, without a vocabulary: tokens go
 * in and out as numbers.
 *
 * <p>Matrices get the asked format, the embedding and the head too, as llama.cpp's own converter
 * does; norms stay in f32. Checkpoints pair dimension i of a head with i + headDim / 2 in the
 * rotary embedding, llama.cpp pairs 2i with 2i + 1; so the rows of queries and keys are reordered,
 * which changes no product of the two.
 */
public final class LlamaConverter {
  private final CheckpointTensors checkpoint;
  private final ModelConfig config;
  private final GgufType type;
  private final Consumer<Long> written;

  private LlamaConverter(CheckpointTensors checkpoint, GgufType type, Consumer<Long> written) {
    this.checkpoint = checkpoint;
    this.config = checkpoint.config();
    this.type = type;
    this.written = written;
  }

  /**
   * Writes the network in a folder as one file; one tensor is in memory at a time.
   *
   * @param written is told of every tensor's number of weights before they are converted
   * @throws IllegalArgumentException if the network is not a plain Llama
   */
  public static void convert(Path folder, Path file, GgufType type, Consumer<Long> written) {
    try (CheckpointTensors checkpoint = CheckpointTensors.open(folder)) {
      LlamaConverter converter = new LlamaConverter(checkpoint, type, written);
      converter.check();
      GgufFile.write(file, converter.metadata(), converter.tensors());
    }
  }

  private void check() {
    boolean plain =
        config.family() == Family.LLAMA
            && config.ropeScaling() instanceof RopeScaling.None
            && !config.attentionBias()
            && config.head() == Head.LANGUAGE;
    if (!plain) {
      throw new IllegalArgumentException(config.architecture() + ": only a plain Llama converts");
    }
  }

  private Map<String, Object> metadata() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("general.architecture", "llama");
    keys.put("general.file_type", type.fileType());
    keys.put("llama.vocab_size", config.vocabularySize());
    keys.put("llama.context_length", config.maxPositions());
    keys.put("llama.embedding_length", config.hiddenSize());
    keys.put("llama.block_count", config.layers());
    keys.put("llama.feed_forward_length", config.intermediateSize());
    keys.put("llama.attention.head_count", config.heads());
    keys.put("llama.attention.head_count_kv", config.kvHeads());
    keys.put("llama.attention.key_length", config.headDim());
    keys.put("llama.attention.value_length", config.headDim());
    keys.put("llama.attention.layer_norm_rms_epsilon", config.rmsNormEps());
    keys.put("llama.rope.dimension_count", config.headDim());
    keys.put("llama.rope.freq_base", (float) config.ropeTheta());
    keys.put("tokenizer.ggml.model", "no_vocab");
    return keys;
  }

  private List<GgufTensor> tensors() {
    List<GgufTensor> tensors = new ArrayList<>();
    tensors.add(tensor("token_embd", "model.embed_tokens"));
    tensors.add(tensor("output_norm", "model.norm"));
    if (!config.tied()) {
      tensors.add(tensor("output", "lm_head"));
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      String to = "blk." + layer + ".";
      String from = "model.layers." + layer + ".";
      tensors.add(tensor(to + "attn_norm", from + "input_layernorm"));
      tensors.add(rotated(to + "attn_q", from + "self_attn.q_proj"));
      tensors.add(rotated(to + "attn_k", from + "self_attn.k_proj"));
      tensors.add(tensor(to + "attn_v", from + "self_attn.v_proj"));
      tensors.add(tensor(to + "attn_output", from + "self_attn.o_proj"));
      tensors.add(tensor(to + "ffn_norm", from + "post_attention_layernorm"));
      tensors.add(tensor(to + "ffn_gate", from + "mlp.gate_proj"));
      tensors.add(tensor(to + "ffn_up", from + "mlp.up_proj"));
      tensors.add(tensor(to + "ffn_down", from + "mlp.down_proj"));
    }
    return tensors;
  }

  private GgufTensor tensor(String to, String from) {
    String name = from + ".weight";
    List<Long> shape = checkpoint.shape(name);
    GgufType format = shape.size() == 1 ? GgufType.F32 : type;
    return new GgufTensor(to + ".weight", shape, format, () -> values(name));
  }

  private GgufTensor rotated(String to, String from) {
    GgufTensor plain = tensor(to, from);
    int width = Math.toIntExact(plain.shape().getLast());
    return new GgufTensor(
        plain.name(),
        plain.shape(),
        plain.type(),
        () -> interleaved(plain.values().get(), width, config.headDim()));
  }

  private float[] values(String name) {
    float[] values = checkpoint.values(name);
    written.accept((long) values.length);
    return values;
  }

  /** Returns the rows of every head in the order 0, D/2, 1, D/2 + 1, and so on. */
  static float[] interleaved(float[] values, int width, int headDim) {
    float[] result = new float[values.length];
    int rows = values.length / width;
    for (int row = 0; row < rows; row++) {
      int inHead = row % headDim;
      int from = row - inHead + inHead / 2 + inHead % 2 * (headDim / 2);
      System.arraycopy(values, from * width, result, row * width, width);
    }
    return result;
  }
}
