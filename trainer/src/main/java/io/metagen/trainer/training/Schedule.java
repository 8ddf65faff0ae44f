package io.metagen.trainer.training;

/**
 * Learning rate over the budget: a straight rise, then half a cosine down to a floor (Loshchilov
 * and Hutter 2017, equation 5, one period).
 *
 * @param peak highest rate
 * @param warmup share of the budget that the rise takes, 0 to below 1
 * @param floor last rate as a share of the peak
 */
public record Schedule(double peak, double warmup, double floor) {

  /** Returns the rate when {@code used} of the budget is spent, 0 to 1. */
  double rate(double used) {
    if (used < warmup) {
      return peak * Math.max(0.01, used / warmup);
    }
    double cosine = (1 + Math.cos(Math.PI * (used - warmup) / (1 - warmup))) / 2;
    return peak * (floor + (1 - floor) * cosine);
  }
}
