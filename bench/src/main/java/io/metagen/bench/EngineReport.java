package io.metagen.bench;

import static io.metagen.bench.Tables.decimal;
import static io.metagen.bench.Tables.left;
import static io.metagen.bench.Tables.right;

import com.github.freva.asciitable.ColumnData;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The outcome of {@code metagen bench engine}.
 *
 * @param rows ours and llama.cpp
 * @param jlama ours and Jlama
 */
record EngineReport(Hardware hardware, List<ReportRow> rows, JlamaReport jlama) {

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
        + Tables.of(rows, columns("llama.cpp"))
        + System.lineSeparator()
        + jlamaTable()
        + "rates: tokens per second, median of the rounds; batch: sequences, for prefill"
        + " tokens of the prompt; spread: least and greatest ratio of a round;"
        + System.lineSeparator()
        + "of limit: ours against what reading all weights, or multiplying with them, takes at best";
  }

  private String jlamaTable() {
    Stream<String> table = jlama.rows().isEmpty() ? Stream.of() : Stream.of(jlamaRows());
    Stream<String> notes = jlama.leftOut().stream().map(reason -> "no row for Jlama: " + reason);
    return Stream.concat(table, notes)
        .map(part -> part + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private String jlamaRows() {
    return "Jlama "
        + jlama.version()
        + System.lineSeparator()
        + Tables.of(jlama.rows(), columns("Jlama"));
  }

  private static List<ColumnData<ReportRow>> columns(String peer) {
    return List.of(
        left("shape", ReportRow::shape),
        left("precision", ReportRow::precision),
        left("measure", ReportRow::measure),
        right("batch", row -> Integer.toString(row.batch())),
        right("ours", row -> decimal("%,.1f", row.ours())),
        right(peer, row -> decimal("%,.1f", row.peer())),
        right("ratio", row -> decimal("%.2f", row.ratio())),
        right(
            "spread",
            row ->
                decimal("%.2f", row.spread().getFirst())
                    + " to "
                    + decimal("%.2f", row.spread().getLast())),
        right("of limit", EngineReport::share),
        left(peer + "'s setup", ReportRow::peerSetup));
  }

  private static String share(ReportRow row) {
    Double share = row.share();
    return share == null ? "" : decimal("%.0f %%", 100 * share);
  }
}
