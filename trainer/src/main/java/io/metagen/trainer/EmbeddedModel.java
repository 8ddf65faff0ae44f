package io.metagen.trainer;

import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RopeScaling;

/** The shape of the embedded generator: Llama's, 2.4 million weights. */
final class EmbeddedModel {

  static final int LAYERS = 5;

  private EmbeddedModel() {}

  static ModelConfig config() {
    return new ModelConfig(
        Family.LLAMA.architecture(Head.LANGUAGE),
        Family.LLAMA,
        192,
        LAYERS,
        6,
        6,
        32,
        512,
        TaskVocabulary.size(),
        512,
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
