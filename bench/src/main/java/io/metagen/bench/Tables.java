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

/** How reports look: tables for people, JSON for programs. */
final class Tables {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Tables() {}

  /** Returns a table with a line for each row. */
  static <T> String of(List<T> rows, List<ColumnData<T>> columns) {
    return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, rows, columns);
  }

  /** Returns a report as one JSON document on one line. */
  static String json(Record report) {
    try {
      return MAPPER.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names are always JSON", e);
    }
  }

  static <T> ColumnData<T> left(String header, Function<T, String> value) {
    return column(header, HorizontalAlign.LEFT, value);
  }

  static <T> ColumnData<T> right(String header, Function<T, String> value) {
    return column(header, HorizontalAlign.RIGHT, value);
  }

  private static <T> ColumnData<T> column(
      String header, HorizontalAlign align, Function<T, String> value) {
    return new Column().header(header).headerAlign(align).dataAlign(align).with(value);
  }

  static String decimal(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
