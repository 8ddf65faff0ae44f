package io.metagen.verifier.reward;

/**
 * The scores of one row of tokens and what they cost.
 *
 * @param logits one for each mark
 * @param cachedTokens tokens that were not computed again
 * @param flops floating-point operations of the other tokens, by the formula of the contract
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying would be felt
public record RowScore(float[] logits, int cachedTokens, double flops) {}
