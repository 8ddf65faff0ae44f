package io.metagen.trainer.evaluation;

/** How the scores of a solution's steps become one (Lightman et al. 2023, appendix E). */
public enum Aggregation {
  LAST,
  MIN,
  PRODUCT,
  MEAN;

  /** Returns one score of at least one. */
  double of(float[] steps) {
    double min = 1;
    double product = 1;
    double sum = 0;
    for (float step : steps) {
      min = Math.min(min, step);
      product *= step;
      sum += step;
    }
    return switch (this) {
      case LAST -> steps[steps.length - 1];
      case MIN -> min;
      case PRODUCT -> product;
      case MEAN -> sum / steps.length;
    };
  }
}
