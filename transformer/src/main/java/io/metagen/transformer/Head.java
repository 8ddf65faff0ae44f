package io.metagen.transformer;

import java.util.ArrayList;
import java.util.List;

/**
 * What a network says of a position, and the published form in which it is: the end of the
 * architecture's name and the tensors of the head. All but the language head are held in f32.
 */
public enum Head {
  /** Logits of the next token. */
  LANGUAGE("ForCausalLM", "", 0),
  /** One value: a reward model in the form of transformers' text classifiers. */
  SEQUENCE("ForSequenceClassification", "score", 1),
  /** Logits of two classes, bad and good: TRL's process reward models. */
  TOKEN("ForTokenClassification", "score", 2),
  /** One value behind a hidden layer: Qwen2.5-Math-RM. */
  REWARD("ForRewardModel", "score", 1),
  /** Logits of two classes, bad and good, behind a hidden layer: Qwen2.5-Math-PRM. */
  PROCESS("ForProcessRewardModel", "score", 2),
  /** One value: Skywork-o1-Open-PRM, whose files carry the language head as well. */
  VALUE("ForPrmModel", "v_head.summary", 1);

  private final String suffix;
  private final String stem;
  private final int outputs;

  Head(String suffix, String stem, int outputs) {
    this.suffix = suffix;
    this.stem = stem;
    this.outputs = outputs;
  }

  /** Returns what the architecture's name in {@code config.json} ends with. */
  String suffix() {
    return suffix;
  }

  /** Returns how many values it gives for a position, 1 or 2; 0 for logits. */
  public int outputs() {
    return outputs;
  }

  /** Whether its values come through a hidden layer, as wide as the network, and a ReLU. */
  boolean deep() {
    return this == REWARD || this == PROCESS;
  }

  /** Whether its products have biases. */
  boolean biased() {
    return this != LANGUAGE && this != SEQUENCE;
  }

  /**
   * Returns the tensors of a head of values in their order: of each product its matrix and, where
   * there is one, its bias. A language head's tensor is {@link Layout#languageHead}.
   */
  List<TensorSpec> tensors(int hidden) {
    List<TensorSpec> tensors = new ArrayList<>();
    if (deep()) {
      tensors.add(TensorSpec.of(stem + ".0.weight", hidden, hidden));
      tensors.add(TensorSpec.of(stem + ".0.bias", hidden));
    }
    String last = deep() ? stem + ".2" : stem;
    tensors.add(TensorSpec.of(last + ".weight", outputs, hidden));
    if (biased()) {
      tensors.add(TensorSpec.of(last + ".bias", outputs));
    }
    return tensors;
  }

  /** Whether a tensor belongs to a head of values. */
  static boolean ofValues(String tensor) {
    return tensor.startsWith("score.") || tensor.startsWith("v_head.");
  }
}
