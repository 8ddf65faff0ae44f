package io.metagen.transformer.sampling;

import java.util.Map;

/**
 * How the next token of one sequence is chosen. The adapters work in the order of the components
 * (masks between bias and temperature) on logits z, from temperature on with p = softmax(z):
 *
 * @param temperature z / temperature; 0 takes the largest logit, the lowest id among equals, and
 *     makes top-k, top-p and min-p idle. Range [0, 100]
 * @param topK keeps the k most probable tokens, lower ids first among equals; 0 keeps all. Range
 *     [0, 2^31)
 * @param topP keeps the smallest set of the most probable tokens, after top-k, that has this share
 *     of their mass, lower ids first among equals. Range (0, 1]
 * @param minP keeps tokens at least this many times as probable as the most probable one. Range [0,
 *     1]
 * @param repetitionPenalty for tokens of the prompt or the output: z / penalty if z is positive, z
 *     * penalty if not; 1 changes nothing. Range (0, 100]
 * @param presencePenalty z - penalty for tokens in the output. Range [-2, 2]
 * @param frequencyPenalty z - penalty * count for tokens in the output. Range [-2, 2]
 * @param logitBias z + bias by token id. Range of a bias [-100, 100]
 * @param minTokens tokens before any id that ends the sequence may be chosen. Range [0, 2^31)
 */
public record SamplingParams(
    float temperature,
    int topK,
    float topP,
    float minP,
    float repetitionPenalty,
    float presencePenalty,
    float frequencyPenalty,
    Map<Integer, Float> logitBias,
    int minTokens) {

  /** The model's own distribution. */
  public static final SamplingParams DEFAULT = new SamplingParams(1, 0, 1, 0, 1, 0, 0, Map.of(), 0);

  /** The most probable token. */
  public static final SamplingParams GREEDY = DEFAULT.withTemperature(0);

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException "field: value, range ..." for a value out of range, NaN
   *     included
   */
  public SamplingParams {
    check("temperature", temperature, temperature >= 0 && temperature <= 100, "[0, 100]");
    check("top_k", topK, topK >= 0, "[0, 2147483647], 0 keeps all");
    check("top_p", topP, topP > 0 && topP <= 1, "(0, 1]");
    check("min_p", minP, minP >= 0 && minP <= 1, "[0, 1]");
    check(
        "repetition_penalty",
        repetitionPenalty,
        repetitionPenalty > 0 && repetitionPenalty <= 100,
        "(0, 100]");
    check("presence_penalty", presencePenalty, Math.abs(presencePenalty) <= 2, "[-2, 2]");
    check("frequency_penalty", frequencyPenalty, Math.abs(frequencyPenalty) <= 2, "[-2, 2]");
    logitBias = Map.copyOf(logitBias);
    logitBias.forEach(
        (id, bias) -> {
          check("logit_bias", id, id >= 0, "token ids from 0 up");
          check("logit_bias[" + id + "]", bias, Math.abs(bias) <= 100, "[-100, 100]");
        });
    check("min_tokens", minTokens, minTokens >= 0, "[0, 2147483647]");
  }

  public SamplingParams withTemperature(float value) {
    return new SamplingParams(
        value,
        topK,
        topP,
        minP,
        repetitionPenalty,
        presencePenalty,
        frequencyPenalty,
        logitBias,
        minTokens);
  }

  boolean greedy() {
    return temperature == 0;
  }

  /** Whether the next token depends on which tokens came before, so that they must be counted. */
  boolean penalizes() {
    return repetitionPenalty != 1 || presencePenalty != 0 || frequencyPenalty != 0;
  }

  private static void check(String field, Object value, boolean inRange, String range) {
    if (!inRange) {
      throw new IllegalArgumentException(field + ": " + value + ", range " + range);
    }
  }
}
