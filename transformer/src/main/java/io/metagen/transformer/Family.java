package io.metagen.transformer;

/** The published families of decoder-only networks that this module runs. */
public enum Family {
  /** Llama 2, 3 and 3.x (Touvron et al. 2023; Grattafiori et al. 2024). */
  LLAMA("Llama"),
  /** Mistral (Jiang et al. 2023): Llama with a sliding window. */
  MISTRAL("Mistral"),
  /** Qwen2 and Qwen2.5 (Yang et al. 2024): Llama with biases on queries, keys and values. */
  QWEN2("Qwen2"),
  /** Qwen3 (Yang et al. 2025): Llama with normalised queries and keys. */
  QWEN3("Qwen3");

  private final String prefix;

  Family(String prefix) {
    this.prefix = prefix;
  }

  /** Returns the name in {@code config.json} of a network of this family with a head. */
  public String architecture(Head head) {
    return prefix + head.suffix();
  }
}
