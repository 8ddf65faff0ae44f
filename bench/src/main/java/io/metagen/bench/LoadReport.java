package io.metagen.bench;

import static io.metagen.bench.Tables.decimal;
import static io.metagen.bench.Tables.left;
import static io.metagen.bench.Tables.right;

import com.github.freva.asciitable.ColumnData;
import java.util.List;

/** The outcome of {@code metagen bench load}. */
record LoadReport(double most, List<LoadRow> rows) {
  private static final double MEGA = 1e6;

  LoadReport {
    rows = List.copyOf(rows);
  }

  /** Returns the outcome as one JSON document on one line. */
  String json() {
    return Tables.json(this);
  }

  /** Returns the table and what it says. */
  String table() {
    return Tables.of(rows, columns())
        + System.lineSeparator()
        + "final, peak: MB of resident memory that the network added to the process, after loading"
        + " and at most; bounded: peak at most "
        + most
        + " times the final size";
  }

  private static List<ColumnData<LoadRow>> columns() {
    return List.of(
        left("shape", LoadRow::shape),
        left("precision", LoadRow::precision),
        right("weights, millions", row -> decimal("%,.0f", row.weights() / MEGA)),
        right("final MB", row -> decimal("%,.0f", row.finalBytes() / MEGA)),
        right("peak MB", row -> decimal("%,.0f", row.peakBytes() / MEGA)),
        right("ratio", row -> decimal("%.2f", row.ratio())),
        right("seconds", row -> decimal("%.1f", row.seconds())),
        left("bounded", row -> row.bounded() ? "yes" : "NO"));
  }
}
