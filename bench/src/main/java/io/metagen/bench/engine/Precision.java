package io.metagen.bench.engine;

import io.metagen.bench.gguf.GgufType;
import java.util.Locale;

/** The numbers that both sides multiply, as alike as the two have them. */
public enum Precision {
  /** Single precision on both sides. */
  F32(io.metagen.transformer.Precision.F32, GgufType.F32, 4),
  /** Weights in bfloat16 on both sides. */
  BF16(io.metagen.transformer.Precision.BF16, GgufType.BF16, 2),
  /** Eight-bit weights: one scale per output channel here, Q8_0 there. */
  INT8(io.metagen.transformer.Precision.INT8, GgufType.Q8_0, 1);

  private final io.metagen.transformer.Precision serving;
  private final GgufType gguf;
  private final int bytesPerWeight;

  Precision(io.metagen.transformer.Precision serving, GgufType gguf, int bytesPerWeight) {
    this.serving = serving;
    this.gguf = gguf;
    this.bytesPerWeight = bytesPerWeight;
  }

  /** Returns the precision of our matrices. */
  public io.metagen.transformer.Precision serving() {
    return serving;
  }

  /** Returns the format of the peer's matrices. */
  public GgufType gguf() {
    return gguf;
  }

  /** Returns the bytes of one weight of a matrix, scales not counted. */
  int bytesPerWeight() {
    return bytesPerWeight;
  }

  /** Returns the name in options and reports. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
