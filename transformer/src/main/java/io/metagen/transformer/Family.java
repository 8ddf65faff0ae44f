package io.metagen.transformer;

import java.util.Optional;

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

  static final String CAUSAL = "ForCausalLM";
  static final String CLASSIFIER = "ForSequenceClassification";

  private final String prefix;

  Family(String prefix) {
    this.prefix = prefix;
  }

  /** Returns the architecture's name in {@code config.json}, with a language or a scalar head. */
  public String architecture(boolean scalarHead) {
    return prefix + (scalarHead ? CLASSIFIER : CAUSAL);
  }

  static Optional<Family> of(String architecture) {
    for (Family family : values()) {
      if (architecture.equals(family.architecture(true))
          || architecture.equals(family.architecture(false))) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }
}
