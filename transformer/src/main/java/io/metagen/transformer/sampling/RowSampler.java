package io.metagen.transformer.sampling;

import java.util.Arrays;

/**
 * Chooses the token of one row after another, in memory that it owns; nothing stays from one row to
 * the next, so what a row gets does not depend on the others. Not thread-safe.
 */
final class RowSampler {

  private static final double UNKNOWN = Double.NaN;

  private final Selection selection = new Selection();
  private final Support support = new Support(selection);
  private final Peak model = new Peak(selection);
  private final Peak changed = new Peak(selection);
  private final RowEdits edits = new RowEdits();
  private final RowLaw law = new RowLaw(support);
  private final Softmax softmax = new Softmax();
  private double mass = UNKNOWN;

  /** Returns the token of a row, -1 if it has none. */
  int draw(LogitRow logits, SamplingRow row) {
    SamplingParams params = row.params();
    Peak peak = open(logits, row);
    if (!model.exists() || !peak.exists()) {
      return -1;
    }
    if (params.greedy()) {
      return peak.id();
    }
    law.apply(peak, params);
    boolean models = peak == model && params.temperature() == 1 && params.minP() == 0;
    mass = models ? law.mass() : UNKNOWN;
    return law.draw(peak, row.uniform());
  }

  /** Looks at the model's logits and at what the adapters of single logits make of them. */
  private Peak open(LogitRow logits, SamplingRow row) {
    open(logits);
    if (!row.edits()) {
      return model;
    }
    changed.find(edits.apply(logits, row));
    return changed;
  }

  /** Looks at the model's logits alone, for the log-probabilities. */
  void open(LogitRow logits) {
    model.find(logits);
    mass = UNKNOWN;
  }

  /** Returns the log-probability of a token under the model's own law, of the row last opened. */
  double logprob(int id) {
    if (Double.isNaN(mass)) {
      mass = softmax.sum(model.row(), new Weights(model.max(), 1, 0));
    }
    return (double) model.row().at(id) - model.max() - StrictMath.log(mass);
  }

  /** Returns so many tokens with the largest logits, the lower id first among equals. */
  int[] top(int count) {
    support.collect(model.row(), model.reachedBy(count));
    support.keepTop(count);
    return support.descending();
  }

  /** Writes the law that the row's token is drawn from, with mass 1. */
  void spread(LogitRow logits, SamplingRow row, double[] into) {
    Peak peak = open(logits, row);
    if (!peak.exists()) {
      Arrays.fill(into, Double.NaN);
    } else if (row.params().greedy()) {
      Arrays.fill(into, 0);
      into[peak.id()] = 1;
    } else {
      law.apply(peak, row.params());
      law.spread(peak, into);
      normalise(into);
    }
  }

  private static void normalise(double[] law) {
    double sum = 0;
    for (double weight : law) {
      sum += weight;
    }
    for (int i = 0; i < law.length; i++) {
      law[i] /= sum;
    }
  }
}
