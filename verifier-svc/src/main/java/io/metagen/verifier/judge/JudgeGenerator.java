package io.metagen.verifier.judge;

import java.util.List;

/**
 * A generator as a judge uses it. Calls block; an interrupt gives up. Safe for use by several
 * threads.
 */
public interface JudgeGenerator extends AutoCloseable {

  /**
   * What a call took.
   *
   * @param tokens read and generated
   * @param cachedTokens those of them that the generator had in its cache
   * @param flops floating-point operations, by the formula of the contract
   */
  record Spent(long tokens, long cachedTokens, double flops) {
    static final Spent NOTHING = new Spent(0, 0, 0);

    Spent plus(Spent other) {
      return new Spent(
          tokens + other.tokens, cachedTokens + other.cachedTokens, flops + other.flops);
    }
  }

  /** Probabilities, in the order of what was asked for. */
  record Verdict(List<Double> probabilities, Spent spent) {
    public Verdict {
      probabilities = List.copyOf(probabilities);
    }

    /**
     * Returns the probabilities over what was asked for alone; their sum is 1.
     *
     * @throws NoVerdictException if none of it has a probability
     */
    List<Double> shares() {
      double mass = probabilities.stream().mapToDouble(Double::doubleValue).sum();
      if (!(mass > 0)) {
        throw new NoVerdictException(
            "has no verdict: the judge's generator gives none of the words a probability");
      }
      return probabilities.stream().map(p -> p / mass).toList();
    }
  }

  /** Texts that were drawn. */
  record Critiques(List<String> texts, Spent spent) {
    public Critiques {
      texts = List.copyOf(texts);
    }
  }

  /**
   * Returns the version of its model.
   *
   * @throws io.metagen.error.ServiceException if it can't be reached
   * @throws NoVerdictException if it has not the model
   */
  String version();

  /**
   * Returns the probability of each word's coming next behind a prompt.
   *
   * @throws io.metagen.error.ServiceException if that fails
   * @throws NoVerdictException if it refuses the prompt
   */
  Verdict verdict(String prompt, List<String> words);

  /**
   * Draws texts that go on from a prompt, at least one.
   *
   * @throws io.metagen.error.ServiceException if that fails
   * @throws NoVerdictException if it refuses the prompt
   */
  Critiques critiques(String prompt, int count, long seed);

  @Override
  void close();
}
