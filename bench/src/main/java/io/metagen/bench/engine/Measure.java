package io.metagen.bench.engine;

import java.util.List;

/** What a row measures. All rates are tokens per second. */
public enum Measure {
  /** Sequences of 128 tokens each, with nothing in common, that grow by one token per step. */
  DECODE("decode", 0, 128),
  /** One prompt of so many tokens as the row's size; only its last token's logits are wanted. */
  PREFILL("prefill", 0, 0),
  /** Samples that grow by one token per step after one common prompt of 1024 tokens. */
  SHARED_PREFIX("sharedPrefix", 1024, 1024);

  private final String text;
  private final int shared;
  private final int context;

  Measure(String text, int shared, int context) {
    this.text = text;
    this.shared = shared;
    this.context = context;
  }

  /** Returns the name in options and reports. */
  public String text() {
    return text;
  }

  /** Returns the rows' sizes: sequences in the batch, or tokens of the prompt. */
  public List<Integer> sizes() {
    return switch (this) {
      case DECODE -> List.of(1, 4, 16, 64);
      case PREFILL -> List.of(128, 512);
      case SHARED_PREFIX -> List.of(4, 16, 64);
    };
  }

  /** Returns the tokens at the start that all sequences have in common. */
  int shared() {
    return shared;
  }

  /** Returns the tokens of every sequence before the first measured step. */
  int context() {
    return context;
  }
}
