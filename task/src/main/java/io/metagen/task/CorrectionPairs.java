package io.metagen.task;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Chooses what a corrector learns to make of a wrong solution among the samples of the same problem
 * (self-corrective learning, Welleck et al. 2023, "Generating Sequences by Learning to
 * Self-Correct"): a sample y' of a greater value than y, with a probability in proportion to
 *
 * <pre>
 * exp((value(y') - value(y)) / alpha + similarity(y, y') / beta)
 * </pre>
 *
 * The similarity is 1 - Levenshtein / longer length, over characters, in [0, 1].
 *
 * @param alpha above 0; the smaller, the more the greatest value is preferred
 * @param beta above 0; the smaller, the more the most similar text is preferred
 */
public record CorrectionPairs(double alpha, double beta) {

  private static final LevenshteinDistance EDITS = LevenshteinDistance.getDefaultInstance();

  public CorrectionPairs {
    if (!(alpha > 0 && beta > 0)) {
      throw new IllegalArgumentException(
          "alpha and beta must be above 0, but are " + alpha + " and " + beta);
    }
  }

  /**
   * A solution and what it is worth.
   *
   * @param value 1 for a right solution and 0 for a wrong one, or between, as the share of right
   *     lines
   */
  public record Sample(String solution, double value) {
    public Sample {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("value: must be in [0, 1], but is " + value);
      }
    }
  }

  /**
   * Draws a better solution; empty where no sample has a greater value. The time is linear in the
   * number of samples and, for each, in the product of both lengths.
   */
  public Optional<Sample> better(Sample worse, List<Sample> samples, RandomGenerator random) {
    List<Sample> better = samples.stream().filter(s -> s.value > worse.value).toList();
    if (better.isEmpty()) {
      return Optional.empty();
    }
    double[] probabilities = probabilities(worse, better);
    double left = random.nextDouble();
    int chosen = 0;
    while (chosen < better.size() - 1 && left >= probabilities[chosen]) {
      left -= probabilities[chosen++];
    }
    return Optional.of(better.get(chosen));
  }

  /** Returns the probability of each of some better samples. */
  double[] probabilities(Sample worse, List<Sample> better) {
    double[] exponents =
        better.stream()
            .mapToDouble(
                s ->
                    (s.value - worse.value) / alpha + similarity(worse.solution, s.solution) / beta)
            .toArray();
    // Only differences matter; with the greatest taken away no weight overflows and one is 1.
    double greatest = Arrays.stream(exponents).max().orElseThrow();
    double[] weights = Arrays.stream(exponents).map(e -> Math.exp(e - greatest)).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  static double similarity(String one, String other) {
    int longer = Math.max(one.length(), other.length());
    return longer == 0 ? 1 : 1 - (double) EDITS.apply(one, other) / longer;
  }
}
