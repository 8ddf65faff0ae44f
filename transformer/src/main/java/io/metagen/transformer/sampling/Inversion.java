package io.metagen.transformer.sampling;

/** Finds where cumulated weights pass a number. */
final class Inversion {

  private Inversion() {}

  /**
   * Returns the index of the first weight with which the sum passes a number; the last above 0
   * where none does, as rounding may have it.
   *
   * @param weights the first so many count; at least one is above 0
   * @param before sum of what comes before them
   */
  static int first(double[] weights, int count, double before, double passed) {
    double sum = before;
    int last = -1;
    for (int i = 0; i < count; i++) {
      if (weights[i] > 0) {
        sum += weights[i];
        last = i;
        if (sum > passed) {
          return i;
        }
      }
    }
    return last;
  }
}
