package io.metagen.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Report REPORT =
      new Report(
          7,
          4,
          16,
          List.of(
              new Row("greedy", 4, 2, 1200, 300, 16, 1.5, 0, 2.25),
              new Row("best-of-n", 4, 3, 19_200, 300, 300, 24, 3.5, 9.125)));

  /** The interval of 2 in 4 by Wilson's formula, done by hand: 0.5 +- 0.3499. */
  @Test
  void json_twoRows_isTheDocumentedDocument() {
    assertThat(REPORT.json())
        .matches(
            "\\{\"seed\":7,\"problems\":4,\"samples\":16,\"rows\":\\["
                + "\\{\"strategy\":\"greedy\",\"accuracy\":0\\.5,\"interval\":\\[0\\.1500\\d*,0\\.8499\\d*],"
                + "\"generatedTokens\":1200,\"promptTokens\":300,\"cachedPromptTokens\":16,"
                + "\"generatorGflop\":1\\.5,\"verifierGflop\":0\\.0,\"wallSeconds\":2\\.25},"
                + "\\{\"strategy\":\"best-of-n\",.*\"wallSeconds\":9\\.125}]}");
  }

  @Test
  void table_twoRows_hasOneLineForEachUnderTheHeader() {
    List<String> lines = REPORT.table().lines().toList();

    assertThat(lines.get(1)).contains("strategy", "accuracy", "95 % interval", "of them cached");
    assertThat(lines.get(3)).contains("greedy", "50.0 %", "15.0 to 85.0 %", "1,200", "2.3 s");
    assertThat(lines.get(4)).contains("best-of-n", "75.0 %", "19,200", "24.0", "3.5", "9.1 s");
    assertThat(lines).extracting(String::length).containsOnly(lines.getFirst().length());
  }
}
