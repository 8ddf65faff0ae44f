package io.metagen.verifier.reward;

import ai.djl.ndarray.NDArray;

/** How what a network says of a place becomes the logit of a score. */
sealed interface Reading {

  /**
   * Returns one logit for each answer.
   *
   * @param answers [n, numbers of the head], f32
   */
  float[] logits(NDArray answers);

  /** The value itself. */
  record Value() implements Reading {
    @Override
    public float[] logits(NDArray answers) {
      return answers.toFloatArray();
    }
  }

  /** The second of two classes, which is the good one, against the first. */
  record Classes() implements Reading {
    @Override
    public float[] logits(NDArray answers) {
      return difference(answers, 1, 0);
    }
  }

  /**
   * One next token against another (Math-Shepherd, Wang et al. 2024, section 3.4).
   *
   * @param good id of the token for a step that is right
   * @param bad id of the token for a step that is wrong
   */
  record Words(int good, int bad) implements Reading {
    @Override
    public float[] logits(NDArray answers) {
      return difference(answers, good, bad);
    }
  }

  private static float[] difference(NDArray answers, long column, long other) {
    try (NDArray good = answers.get(":," + column);
        NDArray bad = answers.get(":," + other);
        NDArray difference = good.sub(bad)) {
      return difference.toFloatArray();
    }
  }
}
