package io.metagen.bench.cost;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.jspecify.annotations.Nullable;

/**
 * How a step's time grows with the context, in milliseconds per 1000 tokens of each sequence: the
 * slope of the least-squares line through the medians.
 *
 * @param sequences of the steps
 * @param separateMillis with contexts of their own
 * @param sharedMillis with what they have in common shared
 * @param longest tokens of the longest context
 * @param ratio the time of the separate over that of the shared at the longest context
 */
public record GrowthSlope(
    String shape,
    String series,
    int sequences,
    double separateMillis,
    double sharedMillis,
    int longest,
    Spread ratio) {

  private static final double THOUSAND = 1000;

  /** Returns the slope of a series' points, if its contexts grow and both kinds were measured. */
  public static Optional<GrowthSlope> of(List<GrowthPoint> points) {
    GrowthPoint last = points.getLast();
    Spread ratio = last.ratio();
    if (ratio == null || points.getFirst().context() == last.context()) {
      return Optional.empty();
    }
    return Optional.of(
        new GrowthSlope(
            last.shape(),
            last.series(),
            last.sequences(),
            slope(points, GrowthPoint::separateMillis),
            slope(points, GrowthPoint::sharedMillis),
            last.context(),
            ratio));
  }

  private static double slope(
      List<GrowthPoint> points, Function<GrowthPoint, @Nullable Spread> millis) {
    SimpleRegression line = new SimpleRegression();
    for (GrowthPoint point : points) {
      Spread spread = millis.apply(point);
      if (spread != null) {
        line.addData(point.context() / THOUSAND, spread.median());
      }
    }
    return line.getSlope();
  }
}
