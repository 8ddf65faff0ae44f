package io.metagen.bench.soak;

/** What a caller does next. */
enum Kind {
  /** Samples of one prompt. */
  SAMPLES("samples"),
  /** A tree search: some steps of some samples, each level continuing samples of the one before. */
  TREE("tree levels"),
  /** Samples that the caller does not wait for. */
  HANG_UP("hang-ups"),
  /** Samples under biases that forbid tokens, penalties, cut distributions and stops. */
  RESTRICTED("restricted"),
  /** Scores of given continuations. */
  SCORE("scores"),
  /** A prompt and an output that fill the context. */
  LONG("long"),
  /** A prompt and an output of a few tokens. */
  SHORT("short");

  private final String text;

  Kind(String text) {
    this.text = text;
  }

  /** Returns the name in reports. */
  String text() {
    return text;
  }
}
