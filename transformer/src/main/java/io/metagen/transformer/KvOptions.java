package io.metagen.transformer;

import io.metagen.transformer.kernel.KvType;

/**
 * How keys and values are held, and which of them are used.
 *
 * @param type of their numbers
 * @param window last positions that a token sees, itself included; 0 for all. With a window, what a
 *     token sees is no longer exact
 * @param sinks first positions that it sees besides, at least 0; they take the attention that has
 *     nowhere to go (Xiao et al., StreamingLLM, 2023, section 3.1)
 */
public record KvOptions(KvType type, int window, int sinks) {
  public KvOptions {
    if (window < 0) {
      throw new IllegalArgumentException("window: " + window + " is less than 0");
    }
    if (sinks < 0) {
      throw new IllegalArgumentException("sinks: " + sinks + " is less than 0");
    }
  }

  /** Returns all keys and values in a type. */
  public static KvOptions of(KvType type) {
    return new KvOptions(type, 0, 0);
  }

  /** Returns all keys and values in f32 beside matrices in f32, in bf16 beside others. */
  public static KvOptions of(Precision precision) {
    return of(precision == Precision.F32 ? KvType.F32 : KvType.BF16);
  }
}
