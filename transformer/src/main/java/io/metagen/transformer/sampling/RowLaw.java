package io.metagen.transformer.sampling;

import java.util.Arrays;

/**
 * The law of one row after another: temperature, top-k, top-p, min-p, with only the passes over the
 * logits that the row's settings need. Weights are relative to the most probable token's, so that
 * is 1 and min-p a bound of them; top-k and top-p go by the logits, whose order is the
 * probabilities'.
 */
final class RowLaw {

  private final Softmax softmax = new Softmax();
  private final Support support;
  private boolean some;
  private double mass;

  /**
   * @param support whose tokens are the row's when top-k or top-p leave some out
   */
  RowLaw(Support support) {
    this.support = support;
  }

  /** Computes the law of a row that has a peak. */
  void apply(Peak peak, SamplingParams params) {
    int k = params.topK() >= peak.row().count() ? 0 : params.topK();
    double scale = 1 / (double) params.temperature();
    some = k > 0 || params.topP() < 1;
    mass = Double.NaN;
    Weights weights = new Weights(peak.max(), scale, some ? 0 : params.minP());
    if (k > 0) {
      keepTop(peak, k, params.topP(), weights);
    } else if (some) {
      keepMass(peak, params.topP(), weights);
    } else {
      mass = softmax.sum(peak.row(), weights);
    }
    if (some) {
      support.dropBelow(params.minP());
    }
  }

  private void keepTop(Peak peak, int k, double topP, Weights weights) {
    // Masked tokens, which have no weight, stay out.
    support.collect(peak.row(), Math.max(peak.reachedBy(k), -Float.MAX_VALUE));
    support.keepTop(k);
    support.weigh(weights);
    if (topP < 1) {
      support.keepMass(topP * support.mass());
    }
  }

  private void keepMass(Peak peak, double topP, Weights weights) {
    mass = softmax.sum(peak.row(), weights);
    // All that weigh less have together at most half of what top-p may leave out.
    double least = (1 - topP) * mass / (2.0 * peak.row().count());
    double bound = peak.max() + Math.log(least) / weights.scale();
    support.collect(peak.row(), Math.max(Math.nextDown((float) bound), -Float.MAX_VALUE));
    support.weigh(weights);
    support.keepMass(topP * mass);
  }

  /** Returns the mass of all tokens that min-p alone keeps; no number where it was not needed. */
  double mass() {
    return mass;
  }

  /** Returns the token that a uniform number draws from the law. */
  int draw(Peak peak, double uniform) {
    return some ? support.draw(uniform) : softmax.draw(peak.row(), uniform);
  }

  /** Writes the law's weights, which have any mass, by id. */
  void spread(Peak peak, double[] law) {
    if (some) {
      Arrays.fill(law, 0);
      support.spread(law);
    } else {
      softmax.spread(peak.row(), law);
    }
  }
}
