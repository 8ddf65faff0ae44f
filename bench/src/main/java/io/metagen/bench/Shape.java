package io.metagen.bench;

import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RopeScaling;
import java.util.Optional;

/** The networks that are measured. All have a head of their own, not tied to the embedding. */
enum Shape {
  /** 15 million weights in the layers and the embedding: the size of a toy. */
  M15("15M"),
  /** Half a billion weights with grouped queries: the size of a small published model. */
  B05("0.5B"),
  /**
   * 1.1 billion weights: TinyLlama's size. Only {@code bench load} takes it where none is named.
   */
  B1("1B"),
  /** The generator that lies in {@code models/generator}. */
  GENERATOR("generator");

  private static final int VOCABULARY = 32_000;
  private static final int POSITIONS = 2048;

  private final String text;

  Shape(String text) {
    this.text = text;
  }

  /** Returns the name in options and reports. */
  String text() {
    return text;
  }

  /** Returns the configuration of a shape that gets random weights. */
  Optional<ModelConfig> random() {
    return switch (this) {
      case M15 -> Optional.of(llama(288, 6, 6, 6, 768));
      case B05 -> Optional.of(llama(896, 24, 14, 2, 4864));
      case B1 -> Optional.of(llama(2048, 22, 32, 4, 5632));
      case GENERATOR -> Optional.empty();
    };
  }

  private static ModelConfig llama(
      int hidden, int layers, int heads, int kvHeads, int intermediate) {
    return new ModelConfig(
        Family.LLAMA.architecture(Head.LANGUAGE),
        Family.LLAMA,
        hidden,
        layers,
        heads,
        kvHeads,
        hidden / heads,
        intermediate,
        VOCABULARY,
        POSITIONS,
        1e-5f,
        10_000,
        new RopeScaling.None(),
        false,
        false,
        false,
        0,
        Head.LANGUAGE);
  }
}
