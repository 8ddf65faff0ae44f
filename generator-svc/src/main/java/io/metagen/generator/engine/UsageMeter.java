package io.metagen.generator.engine;

import java.util.BitSet;
import java.util.function.IntToDoubleFunction;

/** Counts what one call processes. Owned by the engine's thread. */
final class UsageMeter {
  private final IntToDoubleFunction flopsPerToken;
  private final BitSet countedInputs = new BitSet();
  private long promptTokens;
  private long cachedPromptTokens;
  private long generatedTokens;
  private long recomputedTokens;
  private double flops;

  /** {@code flopsPerToken} maps the number of attended tokens to a token's operations. */
  UsageMeter(IntToDoubleFunction flopsPerToken) {
    this.flopsPerToken = flopsPerToken;
  }

  /** Counts the prompt once, whichever of its samples comes first; whether this one did. */
  boolean admitted(Sequence sequence, int cached) {
    if (countedInputs.get(sequence.spec.inputIndex())) {
      return false;
    }
    countedInputs.set(sequence.spec.inputIndex());
    promptTokens += sequence.promptLength();
    cachedPromptTokens += Math.min(cached, sequence.promptLength());
    return true;
  }

  void processed(Chunk chunk) {
    recomputedTokens += chunk.sequence().recomputed(chunk.count());
    int held = chunk.start() - chunk.sequence().table().evicted();
    for (int i = 1; i <= chunk.count(); i++) {
      flops += flopsPerToken.applyAsDouble(held + i);
    }
  }

  void generated() {
    generatedTokens++;
  }

  Usage usage() {
    return new Usage(promptTokens, cachedPromptTokens, generatedTokens, recomputedTokens, flops);
  }
}
