package io.metagen.trainer;

import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RopeScaling;

/** The shapes of the embedded generators: Llama's, all with one tokenizer. */
enum EmbeddedModel {
  /** 0.2 million weights: a tenth of the default generator, to draft for it. */
  DRAFT(4, 64, 2, 160),
  /** 0.5 million weights. */
  SMALL(4, 96, 3, 256),
  /** 2.4 million weights: the default generator. */
  MEDIUM(5, 192, 6, 512),
  /** 4.7 million weights, all that fits into 10 MB of bf16. */
  LARGE(6, 256, 8, 640);

  private static final int HEAD_DIM = 32;
  private static final int MAX_POSITIONS = 512;

  private final int layers;
  private final int hiddenSize;
  private final int heads;
  private final int intermediateSize;

  EmbeddedModel(int layers, int hiddenSize, int heads, int intermediateSize) {
    this.layers = layers;
    this.hiddenSize = hiddenSize;
    this.heads = heads;
    this.intermediateSize = intermediateSize;
  }

  int layers() {
    return layers;
  }

  ModelConfig config() {
    return new ModelConfig(
        Family.LLAMA.architecture(Head.LANGUAGE),
        Family.LLAMA,
        hiddenSize,
        layers,
        heads,
        heads,
        HEAD_DIM,
        intermediateSize,
        TaskVocabulary.size(),
        MAX_POSITIONS,
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
