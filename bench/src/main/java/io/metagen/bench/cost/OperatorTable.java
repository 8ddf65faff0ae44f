package io.metagen.bench.cost;

import static io.metagen.bench.cost.TableFormat.left;
import static io.metagen.bench.cost.TableFormat.right;

import com.github.freva.asciitable.ColumnData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The operators of some steps, a line for each step. */
public final class OperatorTable {
  private OperatorTable() {}

  /** Returns the table. */
  public static String of(List<OperatorRow> rows, TableFormat format) {
    List<ColumnData<OperatorRow>> columns =
        new ArrayList<>(
            List.of(
                left("shape", OperatorRow::shape),
                left("precision", OperatorRow::precision),
                right("batch", row -> Integer.toString(row.batch()))));
    for (OperatorGroup group : OperatorGroup.values()) {
      columns.add(column(group.text()));
    }
    columns.add(column("step"));
    return format.table(rows, columns);
  }

  private static ColumnData<OperatorRow> column(String operator) {
    return right(
        operator,
        row ->
            row.operators().stream()
                .filter(share -> share.operator().equals(operator))
                .map(OperatorTable::cell)
                .findFirst()
                .orElse(""));
  }

  private static String cell(OperatorShare share) {
    double measured = share.millis().median();
    return share.rooflineMillis() == null || share.share() == null
        ? String.format(Locale.ROOT, "%.3f", measured)
        : String.format(
            Locale.ROOT,
            "%.3f %s / %.3f = %.0f %%",
            share.rooflineMillis(),
            share.bound(),
            measured,
            100 * share.share());
  }
}
