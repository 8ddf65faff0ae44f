package io.metagen.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.special.Beta;

/**
 * The border between a wrong solution's good lines and the others, by how many completions from
 * behind each line reach the right answer. No count is trusted alone: a hard problem's good lines
 * see all completions fail, and behind a bad line one may meet the answer by a second mistake. So
 * each line's share of successes counts as drawn from one law if the line is good and from another
 * if it is not, no line is good behind one that is bad, and every border is as likely before the
 * counts.
 */
final class Border {

  /** Good: any share is as likely. */
  private static final double GOOD_ALPHA = 1;

  private static final double GOOD_BETA = 1;

  /** Bad: one in 13 by chance. */
  private static final double BAD_ALPHA = 1;

  private static final double BAD_BETA = 12;

  private Border() {}

  /**
   * Returns for each line the probability that it is good.
   *
   * @param reached for each line but the last, which states a wrong answer, how many of the
   *     completions from behind it reached the right one
   * @param completions from behind each line
   * @param known so many first lines are known to be good
   */
  static List<Float> chances(int[] reached, int completions, int known) {
    double[] likelihood = new double[reached.length + 1];
    double sum = 0;
    for (int border = known; border < likelihood.length; border++) {
      double log = 0;
      for (int line = known; line < reached.length; line++) {
        log += likelihood(reached[line], completions, line < border);
      }
      likelihood[border] = Math.exp(log);
      sum += likelihood[border];
    }
    List<Float> chances = new ArrayList<>();
    double good = sum;
    for (int line = 0; line < reached.length; line++) {
      good -= likelihood[line];
      chances.add(line < known ? 1f : (float) Math.max(0, good / sum));
    }
    chances.add(0f);
    return chances;
  }

  /** The logarithm of a beta-binomial probability, but for what does not depend on the law. */
  private static double likelihood(int reached, int completions, boolean good) {
    double alpha = good ? GOOD_ALPHA : BAD_ALPHA;
    double beta = good ? GOOD_BETA : BAD_BETA;
    return Beta.logBeta(reached + alpha, completions - reached + beta) - Beta.logBeta(alpha, beta);
  }
}
