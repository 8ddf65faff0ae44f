package io.metagen.transformer;

import java.util.Locale;
import java.util.stream.Stream;

/** The small networks that the tests run: every family with every part that it may have. */
enum Checkpoints {
  LLAMA("Llama", 48, 2, 4, 4, "F32", "\"tie_word_embeddings\": false"),
  LLAMA_TIED("Llama", 64, 3, 4, 2, "BF16", "\"tie_word_embeddings\": true"),
  LLAMA_BIASED("Llama", 40, 2, 4, 1, "F16", "\"attention_bias\": true"),
  LLAMA_ONE_HEAD("Llama", 22, 1, 1, 1, "F32", "\"rope_theta\": 500.0"),
  LLAMA_LINEAR_ROPE(
      "Llama", 48, 2, 6, 3, "F32", "\"rope_scaling\": {\"type\": \"linear\", \"factor\": 4.0}"),
  LLAMA_3_ROPE(
      "Llama",
      64,
      2,
      2,
      1,
      "BF16",
      """
      "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0,
        "high_freq_factor": 4.0, "original_max_position_embeddings": 32}""",
      "\"rope_theta\": 500000.0"),
  MISTRAL("Mistral", 48, 2, 6, 2, "BF16", "\"sliding_window\": null"),
  MISTRAL_WINDOW("Mistral", 48, 2, 6, 2, "F32", "\"sliding_window\": 11"),
  MISTRAL_HEAD_DIM("Mistral", 36, 2, 4, 4, "F32", "\"sliding_window\": null", "\"head_dim\": 14"),
  QWEN2("Qwen2", 56, 2, 7, 1, "F32", "\"use_sliding_window\": false"),
  QWEN2_TIED("Qwen2", 48, 2, 4, 2, "F16", "\"tie_word_embeddings\": true"),
  QWEN3("Qwen3", 40, 2, 5, 5, "BF16", "\"head_dim\": 16"),
  QWEN3_TIED("Qwen3", 32, 2, 8, 2, "F32", "\"head_dim\": 6", "\"tie_word_embeddings\": true"),
  LLAMA_SCALAR(Head.SEQUENCE, "Llama", 48, "F32", "\"id2label\": {\"0\": \"LABEL_0\"}"),
  QWEN2_SCALAR(Head.SEQUENCE, "Qwen2", 64, "F32", "\"num_labels\": 1"),
  MISTRAL_TOKEN(Head.TOKEN, "Mistral", 56, "F16", "\"sliding_window\": null"),
  QWEN2_REWARD(Head.REWARD, "Qwen2", 40, "F32", "\"tie_word_embeddings\": false"),
  QWEN2_PROCESS(Head.PROCESS, "Qwen2", 48, "BF16", "\"tie_word_embeddings\": false"),
  QWEN2_VALUE(Head.VALUE, "Qwen2", 64, "BF16", "\"tie_word_embeddings\": false"),
  QWEN2_TIED_VALUE(Head.VALUE, "Qwen2", 32, "F32", "\"tie_word_embeddings\": true");

  static final int VOCABULARY = 101;
  static final int MAX_POSITIONS = 512;

  private final Head head;
  private final String dtype;
  private final String json;

  Checkpoints(
      String family, int hidden, int layers, int heads, int kvHeads, String dtype, String... more) {
    head = Head.LANGUAGE;
    this.dtype = dtype;
    json = json(family + "ForCausalLM", hidden, layers, heads, kvHeads, more);
  }

  Checkpoints(Head head, String family, int hidden, String dtype, String more) {
    this.head = head;
    this.dtype = dtype;
    json = json(family + head.suffix(), hidden, 2, 4, 2, more);
  }

  private static String json(
      String architecture, int hidden, int layers, int heads, int kvHeads, String... more) {
    return String.format(
        Locale.ROOT,
        """
        {"architectures": ["%s"], "hidden_size": %d, "num_hidden_layers": %d,
         "num_attention_heads": %d, "num_key_value_heads": %d, "intermediate_size": %d,
         "vocab_size": %d, "max_position_embeddings": %d, "rms_norm_eps": 1e-5, %s}
        """,
        architecture,
        hidden,
        layers,
        heads,
        kvHeads,
        hidden * 2 + 3,
        VOCABULARY,
        MAX_POSITIONS,
        String.join(", ", more));
  }

  static Stream<Checkpoints> withLogits() {
    return Stream.of(values()).filter(checkpoint -> checkpoint.head == Head.LANGUAGE);
  }

  static Stream<Checkpoints> withValues() {
    return Stream.of(values()).filter(checkpoint -> checkpoint.head != Head.LANGUAGE);
  }

  static Stream<Checkpoints> withOneValue() {
    return withValues().filter(checkpoint -> checkpoint.outputs() == 1);
  }

  /** Returns how many numbers it gives for a position. */
  int outputs() {
    return head == Head.LANGUAGE ? VOCABULARY : head.outputs();
  }

  String json() {
    return json;
  }

  Head head() {
    return head;
  }

  String dtype() {
    return dtype;
  }
}
