package io.metagen.bench.llama;

import java.util.List;

/**
 * How a context of llama.cpp is set up: what its own tools leave to the person who measures.
 *
 * @param flashAttention whether attention is fused
 * @param unified whether all sequences share one cache, which a shared prefix needs; otherwise each
 *     has its own, and attention doesn't read the others'
 * @param exactCache whether keys and values are in single precision, not half
 */
record LlamaSetup(boolean flashAttention, boolean unified, boolean exactCache) {

  /** For the comparison of tokens: everything in single precision. */
  static final LlamaSetup EXACT = new LlamaSetup(false, true, true);

  /** Returns those worth a try for so many sequences, with or without a common prefix. */
  static List<LlamaSetup> candidates(int sequences, boolean shared) {
    LlamaSetup flash = new LlamaSetup(true, true, false);
    return sequences == 1 || shared
        ? List.of(flash, new LlamaSetup(false, true, false))
        : List.of(new LlamaSetup(true, false, false), new LlamaSetup(false, false, false), flash);
  }

  /** Returns the setup in words. */
  String text() {
    return (flashAttention ? "flash attention" : "plain attention")
        + (unified ? ", unified cache" : ", separate caches");
  }
}
