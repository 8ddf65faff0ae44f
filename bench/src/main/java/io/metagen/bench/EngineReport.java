package io.metagen.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The outcome of {@code metagen bench engine}.
 *
 * @param rows ours and llama.cpp
 * @param jlama ours and Jlama
 */
record EngineReport(Hardware hardware, List<ReportRow> rows, JlamaReport jlama) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  EngineReport {
    rows = List.copyOf(rows);
  }

  /** Returns the outcome as one JSON document on one line. */
  String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names are always JSON", e);
    }
  }

  /** Returns the machine, the table and what it says. */
  String table() {
    return hardware.text()
        + System.lineSeparator()
        + table("llama.cpp", rows)
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
    return "Jlama " + jlama.version() + System.lineSeparator() + table("Jlama", jlama.rows());
  }

  private static String table(String peer, List<ReportRow> rows) {
    return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, rows, columns(peer));
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
    Double limit = row.limit();
    return limit == null ? "" : decimal("%.0f %%", 100 * row.ours() / limit);
  }

  private static ColumnData<ReportRow> left(String header, Function<ReportRow, String> value) {
    return column(header, HorizontalAlign.LEFT, value);
  }

  private static ColumnData<ReportRow> right(String header, Function<ReportRow, String> value) {
    return column(header, HorizontalAlign.RIGHT, value);
  }

  private static ColumnData<ReportRow> column(
      String header, HorizontalAlign align, Function<ReportRow, String> value) {
    return new Column().header(header).headerAlign(align).dataAlign(align).with(value);
  }

  private static String decimal(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
