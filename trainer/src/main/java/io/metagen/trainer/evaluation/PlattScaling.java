package io.metagen.trainer.evaluation;

import io.metagen.trainer.evaluation.Statistics.Graded;
import java.util.List;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * Makes probabilities of scores: sigmoid(scale logit + shift), fitted by maximum likelihood (Platt
 * 1999). The names are those of a model's {@code calibration.json}.
 *
 * @param scale above 0
 * @param shift of the scaled logit
 */
public record PlattScaling(double scale, double shift) {

  /** The scores as they are. */
  public static final PlattScaling NONE = new PlattScaling(1, 0);

  private static final int MOST_EVALUATIONS = 2_000;
  private static final double ENOUGH = 1e-10;

  /** Beyond these, a probability is told from 0 and 1 no more. */
  private static final double LEAST = 1e-6;

  private static final int BINS = 15;

  /** Fits scores, probabilities before the fit, to what was right. */
  static PlattScaling fit(List<Graded> scores) {
    double[] point =
        new SimplexOptimizer(new SimpleValueChecker(ENOUGH, ENOUGH))
            .optimize(
                new MaxEval(MOST_EVALUATIONS),
                new ObjectiveFunction(
                    at -> new PlattScaling(Math.exp(at[0]), at[1]).surprise(scores)),
                GoalType.MINIMIZE,
                new InitialGuess(new double[] {0, 0}),
                new NelderMeadSimplex(2))
            .getPoint();
    return new PlattScaling(Math.exp(point[0]), point[1]);
  }

  /** Mean negative log-likelihood in nats. */
  private double surprise(List<Graded> scores) {
    return scores.stream()
        .mapToDouble(
            score -> {
              double logit = scale * logit(score.score()) + shift;
              return Math.log1p(Math.exp(score.right() ? -logit : logit));
            })
        .average()
        .orElseThrow();
  }

  double probability(double score) {
    return 1 / (1 + Math.exp(-(scale * logit(score) + shift)));
  }

  private static double logit(double score) {
    double probability = Math.min(1 - LEAST, Math.max(LEAST, score));
    return Math.log(probability / (1 - probability));
  }

  /**
   * Returns the expected calibration error over 15 bins of equal width (Guo et al. 2017, equation
   * 3), 0 to 1.
   */
  double error(List<Graded> scores) {
    double[] gap = new double[BINS];
    for (Graded score : scores) {
      double probability = probability(score.score());
      int bin = Math.min(BINS - 1, (int) (probability * BINS));
      gap[bin] += probability - (score.right() ? 1 : 0);
    }
    double sum = 0;
    for (double each : gap) {
      sum += Math.abs(each);
    }
    return sum / scores.size();
  }
}
