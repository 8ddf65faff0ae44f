package io.metagen.verifier.reward;

/**
 * The score of one row of tokens and what it cost.
 *
 * @param logit output of the scalar head at the row's last token
 * @param cachedTokens leading tokens whose keys and values were there already
 * @param flops floating-point operations of the other tokens, by the formula of the contract
 */
public record RowScore(float logit, int cachedTokens, double flops) {
  /** Returns the sigmoid of the logit, in [0, 1]. */
  public double probability() {
    return 1 / (1 + Math.exp(-(double) logit));
  }
}
