package io.metagen.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorTableTest {
  private static final List<OperatorRow> ROWS =
      List.of(
          new OperatorRow(
              "15M",
              "int8",
              16,
              128,
              40,
              500,
              400,
              List.of(
                  new OperatorShare("products", 1, 2, new Spread(4, 3, 5), 3.0, "bytes", 0.75),
                  new OperatorShare("rest", 0, 0, new Spread(0.5, 0, 1), null, null, null))));

  @Test
  void of_markdown_isOneLinePerStepUnderARule() {
    List<String> lines = OperatorTable.of(ROWS, TableFormat.MARKDOWN).lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).matches("\\| shape \\| precision \\| batch \\| +products \\|.*\\|");
    assertThat(lines.get(1)).matches("\\|(-+\\|){10}");
    assertThat(lines.get(2)).contains("| 3.000 bytes / 4.000 = 75 % |", "| 0.500 |");
  }

  @Test
  void of_framed_hasAFrame() {
    assertThat(OperatorTable.of(ROWS, TableFormat.FRAMED)).startsWith("+---").contains("75 %");
  }
}
