package io.metagen.bench.cost;

import static io.metagen.bench.cost.TableFormat.left;
import static io.metagen.bench.cost.TableFormat.right;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How steps grow. */
public final class GrowthTables {
  private GrowthTables() {}

  /** Returns a line for each point. */
  public static String points(List<GrowthPoint> points, TableFormat format) {
    return format.table(
        points,
        List.of(
            left("shape", GrowthPoint::shape),
            left("grows", GrowthPoint::series),
            right("to", point -> Integer.toString(point.at())),
            right("sequences", point -> Integer.toString(point.sequences())),
            right("context", point -> Integer.toString(point.context())),
            right("private, ms", point -> cell(point.separateMillis())),
            right("shared, ms", point -> cell(point.sharedMillis())),
            right("private / shared", point -> cell(point.ratio()))));
  }

  /** Returns a line for each slope. */
  public static String slopes(List<GrowthSlope> slopes, TableFormat format) {
    return format.table(
        slopes,
        List.of(
            left("shape", GrowthSlope::shape),
            left("grows", GrowthSlope::series),
            right("sequences", slope -> Integer.toString(slope.sequences())),
            right("private, ms per 1000 tokens", slope -> number(slope.separateMillis())),
            right("shared, ms per 1000 tokens", slope -> number(slope.sharedMillis())),
            right("longest", slope -> Integer.toString(slope.longest())),
            right("private / shared at the longest", slope -> cell(slope.ratio()))));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String cell(@Nullable Spread spread) {
    return spread == null
        ? ""
        : String.format(
            Locale.ROOT, "%.2f (%.2f to %.2f)", spread.median(), spread.least(), spread.greatest());
  }
}
