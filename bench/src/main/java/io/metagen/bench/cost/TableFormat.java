package io.metagen.bench.cost;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How tables are printed. */
public enum TableFormat {
  /** With a frame, for a terminal. */
  FRAMED,
  /** As Markdown takes it. */
  MARKDOWN;

  private static final @Nullable Character[] PIPES = {
    null, null, null, null, '|', '|', '|', '|', '-', '|', '|', '|', '|', '|', null, null, null,
    null, null, null, null, null, '|', '|', '|', null, null, null, null
  };

  /** Returns a table with a line for each row. */
  <T> String table(Collection<T> rows, List<ColumnData<T>> columns) {
    return AsciiTable.getTable(
        switch (this) {
          case FRAMED -> AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS;
          case MARKDOWN -> PIPES;
        },
        rows,
        columns);
  }

  static <T> ColumnData<T> left(String header, Function<T, String> value) {
    return column(header, HorizontalAlign.LEFT, value);
  }

  static <T> ColumnData<T> right(String header, Function<T, String> value) {
    return column(header, HorizontalAlign.RIGHT, value);
  }

  /** Columns are as wide as they need: a broken cell would be no Markdown. */
  private static <T> ColumnData<T> column(
      String header, HorizontalAlign align, Function<T, String> value) {
    return new Column()
        .header(header)
        .headerAlign(align)
        .dataAlign(align)
        .maxWidth(Integer.MAX_VALUE)
        .with(value);
  }
}
