package io.metagen.bench;

import static io.metagen.bench.Tables.decimal;
import static io.metagen.bench.Tables.left;
import static io.metagen.bench.Tables.right;

import com.github.freva.asciitable.ColumnData;
import java.util.List;

/** The outcome of {@code metagen bench engine}. */
record EngineReport(Hardware hardware, List<ReportRow> rows) {

  EngineReport {
    rows = List.copyOf(rows);
  }

  /** Returns the outcome as one JSON document on one line. */
  String json() {
    return Tables.json(this);
  }

  /** Returns the machine, the table and what it says. */
  String table() {
    return hardware.text()
        + System.lineSeparator()
        + Tables.of(rows, columns())
        + System.lineSeparator()
        + "ours, llama.cpp: tokens per second, median of the rounds; batch: sequences, for prefill"
        + " tokens of the prompt; spread: least and greatest ratio of a round;"
        + System.lineSeparator()
        + "of limit: ours against what reading all weights, or multiplying with them, takes at best";
  }

  private static List<ColumnData<ReportRow>> columns() {
    return List.of(
        left("shape", ReportRow::shape),
        left("precision", ReportRow::precision),
        left("measure", ReportRow::measure),
        right("batch", row -> Integer.toString(row.batch())),
        right("ours", row -> decimal("%,.1f", row.ours())),
        right("llama.cpp", row -> decimal("%,.1f", row.peer())),
        right("ratio", row -> decimal("%.2f", row.ratio())),
        right(
            "spread",
            row ->
                decimal("%.2f", row.spread().getFirst())
                    + " to "
                    + decimal("%.2f", row.spread().getLast())),
        right("of limit", EngineReport::share),
        left("llama.cpp's setup", ReportRow::peerSetup));
  }

  private static String share(ReportRow row) {
    Double limit = row.limit();
    return limit == null ? "" : decimal("%.0f %%", 100 * row.ours() / limit);
  }
}
