package io.metagen.bench.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.metagen.bench.soak.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The outcome of {@code metagen bench verify}.
 *
 * @param passed whether every demand was met
 * @param verdicts one for each demand
 */
record VerifyReport(
    VerifySettings settings, boolean passed, List<Verdict> verdicts, Outcome outcome) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static VerifyReport of(VerifySettings settings, Outcome outcome) {
    List<Verdict> verdicts = Verdicts.of(outcome);
    return new VerifyReport(
        settings, verdicts.stream().allMatch(Verdict::passed), verdicts, outcome);
  }

  /** Returns the outcome as one JSON document on one line. */
  String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names are always JSON", e);
    }
  }

  /** Returns the calls of each kind, what the service held, and the verdicts. */
  String text() {
    String calls = AsciiTable.getTable(style(), outcome.rows(), kinds());
    String held = AsciiTable.getTable(style(), moments(), footprints());
    String found = verdicts.stream().map(Verdict::text).collect(Collectors.joining("\n"));
    return String.join("\n", calls, held, found);
  }

  private static Character[] style() {
    return AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS;
  }

  /** The service at a moment. */
  private record Moment(String name, Footprint held) {}

  private List<Moment> moments() {
    return List.of(new Moment("before", outcome.before()), new Moment("after", outcome.after()));
  }

  private static List<ColumnData<Tally.Row>> kinds() {
    return List.of(
        column("kind", HorizontalAlign.LEFT, Tally.Row::kind),
        number("calls", row -> "%,d".formatted(row.calls())),
        number("mean ms", row -> decimal(row.meanMillis())));
  }

  private static List<ColumnData<Moment>> footprints() {
    return List.of(
        column("verifier", HorizontalAlign.LEFT, Moment::name),
        number("resident MiB", moment -> decimal(moment.held().residentMiB())),
        number("native MiB", moment -> decimal(moment.held().nativeMiB())),
        number("open files", moment -> "" + moment.held().openFiles()),
        number("threads", moment -> "" + moment.held().threads()),
        number("processes", moment -> "" + moment.held().children()),
        number("temporary files", moment -> "" + moment.held().scratch()));
  }

  private static <T> ColumnData<T> number(String header, Function<T, String> value) {
    return column(header, HorizontalAlign.RIGHT, value);
  }

  private static <T> ColumnData<T> column(
      String header, HorizontalAlign align, Function<T, String> value) {
    return new Column().header(header).headerAlign(align).dataAlign(align).with(value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }
}
