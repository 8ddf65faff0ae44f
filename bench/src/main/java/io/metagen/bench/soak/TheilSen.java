package io.metagen.bench.soak;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Medians, and the trend of a series as the median of the slopes between all pairs of its points
 * (Theil 1950, Sen 1968): up to 29 % of the points may be anything.
 */
final class TheilSen {

  private TheilSen() {}

  /** Returns the median slope; 0 for fewer than two points. */
  static <T> double slope(List<T> points, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
    int count = points.size();
    double[] slopes = new double[count * (count - 1) / 2];
    int next = 0;
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        T from = points.get(i);
        T to = points.get(j);
        slopes[next++] =
            (y.applyAsDouble(to) - y.applyAsDouble(from))
                / (x.applyAsDouble(to) - x.applyAsDouble(from));
      }
    }
    return median(slopes);
  }

  /** Returns the median of a value over all points; 0 for none. */
  static <T> double median(List<T> points, ToDoubleFunction<T> value) {
    return median(points.stream().mapToDouble(value).toArray());
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
