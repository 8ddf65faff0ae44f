package io.metagen.transformer;

/**
 * What a network's matrices are held and multiplied in. Norms, attention and heads of values are
 * f32 in each.
 */
public enum Precision {
  /** As exact as the checkpoint allows. */
  F32,

  /** Factors rounded to bf16, sums in f32, results rounded to bf16. Half the memory of f32. */
  BF16,

  /**
   * Weights in 8 bits with one scale per output, activations quantised in each step by each token's
   * largest value (dynamic, symmetric), sums in integers. A quarter of the memory of f32.
   */
  INT8
}
