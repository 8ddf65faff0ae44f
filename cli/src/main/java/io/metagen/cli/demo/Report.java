package io.metagen.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The outcome of a demonstration.
 *
 * @param seed root of its problems and random numbers
 * @param problems problems that each strategy tried
 * @param samples candidates of each strategy but greedy
 * @param rows one row for each strategy
 */
public record Report(long seed, int problems, int samples, List<Row> rows) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The outcome as one JSON document on one line. */
  public String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names are always JSON", e);
    }
  }

  /** The outcome as a table. */
  public String table() {
    return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, rows, columns());
  }

  private static List<ColumnData<Row>> columns() {
    return List.of(
        new Column()
            .header("strategy")
            .headerAlign(HorizontalAlign.LEFT)
            .dataAlign(HorizontalAlign.LEFT)
            .with(Row::strategy),
        column("accuracy", row -> decimal("%.1f %%", 100 * row.accuracy())),
        column("95 % interval", Report::interval),
        column("generated tokens", row -> decimal("%,d", row.generatedTokens())),
        column("prompt tokens", row -> decimal("%,d", row.promptTokens())),
        column("of them cached", row -> decimal("%,d", row.cachedPromptTokens())),
        column("generator GFLOP", row -> decimal("%,.1f", row.generatorGflop())),
        column("verifier GFLOP", row -> decimal("%,.1f", row.verifierGflop())),
        column("wall time", row -> decimal("%.1f s", row.wallSeconds())));
  }

  private static ColumnData<Row> column(String header, Function<Row, String> value) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.RIGHT)
        .dataAlign(HorizontalAlign.RIGHT)
        .with(value);
  }

  private static String interval(Row row) {
    return String.format(
        Locale.ROOT,
        "%.1f to %.1f %%",
        100 * row.interval().getFirst(),
        100 * row.interval().getLast());
  }

  private static String decimal(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
