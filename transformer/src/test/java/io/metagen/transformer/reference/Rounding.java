package io.metagen.transformer.reference;

/** What the factors of a matrix product are rounded to before they are multiplied. */
public enum Rounding {
  NONE,
  BF16,

  /** Results of products too. */
  BF16_RESULTS,

  /** Multiples of a 127th of the largest value of a row. */
  INT8;

  /** Returns the values of a matrix with rows of a width, rounded. */
  double[] factor(double[] values, int width) {
    double[] rounded = values.clone();
    for (int start = 0; start < values.length; start += width) {
      double largest = largest(values, start, width);
      for (int i = start; i < start + width; i++) {
        rounded[i] =
            switch (this) {
              case NONE -> values[i];
              case BF16, BF16_RESULTS -> bf16(values[i]);
              case INT8 -> largest == 0 ? 0 : Math.rint(values[i] * 127 / largest) * largest / 127;
            };
      }
    }
    return rounded;
  }

  /** Returns a result of a product. */
  double result(double value) {
    return this == BF16_RESULTS ? bf16(value) : value;
  }

  /** Returns a query's number or a weight, where keys and values are rounded like this. */
  double attention(double value) {
    return this == BF16 ? bf16(value) : value;
  }

  /** Returns a value of the embedding. */
  double embedded(double value) {
    return this == NONE ? value : bf16(value);
  }

  private static double largest(double[] values, int start, int width) {
    double largest = 0;
    for (int i = start; i < start + width; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  /** To the nearest value with 8 significant bits, of two the even one. */
  private static double bf16(double value) {
    if (value == 0) {
      return 0;
    }
    double unit = Math.scalb(1.0, Math.getExponent(value) - 7);
    return Math.rint(value / unit) * unit;
  }
}
