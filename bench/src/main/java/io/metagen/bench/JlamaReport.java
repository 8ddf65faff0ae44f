package io.metagen.bench;

import java.util.List;

/**
 * What was measured against Jlama.
 *
 * @param version of Jlama
 * @param rows decoding of one sequence
 * @param leftOut why a shape has no rows, one text for each
 */
record JlamaReport(String version, List<ReportRow> rows, List<String> leftOut) {

  JlamaReport {
    rows = List.copyOf(rows);
    leftOut = List.copyOf(leftOut);
  }
}
