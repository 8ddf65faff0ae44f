package io.metagen.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.metagen.bench.overhead.OverheadRow;
import io.metagen.bench.overhead.Spread;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The outcome of {@code metagen bench overhead}. */
record OverheadReport(int threads, String precision, List<OverheadRow> rows) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  OverheadReport {
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

  /** Returns the table and what it says. */
  String table() {
    return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, rows, columns())
        + System.lineSeparator()
        + "%s, %d threads; microseconds per step: median (5 %% below, 5 %% above); via grpc over whole"
            .formatted(precision, threads)
        + " calls; run: by the engine's thread, without waiting for a core; bound: of the time"
        + " outside";
  }

  private static List<ColumnData<OverheadRow>> columns() {
    return List.of(
        column("shape", HorizontalAlign.LEFT, OverheadRow::shape),
        column("via", HorizontalAlign.LEFT, OverheadRow::via),
        column("samples", HorizontalAlign.LEFT, OverheadRow::samples),
        right("batch", row -> Integer.toString(row.batch())),
        right("forward", row -> text(row.forward())),
        right("outside", row -> text(row.outside())),
        right("of it run", row -> text(row.cpu())),
        right("of it sampling", row -> text(row.sampling())),
        right("share", row -> format("%.1f %%", 100 * row.share())),
        right("bound", row -> format("%,.0f", row.bound())));
  }

  private static String text(Spread spread) {
    return spread.high() == 0
        ? ""
        : String.format(
            Locale.ROOT, "%,.0f (%,.0f, %,.0f)", spread.median(), spread.low(), spread.high());
  }

  private static ColumnData<OverheadRow> right(String header, Function<OverheadRow, String> value) {
    return column(header, HorizontalAlign.RIGHT, value);
  }

  private static ColumnData<OverheadRow> column(
      String header, HorizontalAlign align, Function<OverheadRow, String> value) {
    return new Column().header(header).headerAlign(align).dataAlign(align).with(value);
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
