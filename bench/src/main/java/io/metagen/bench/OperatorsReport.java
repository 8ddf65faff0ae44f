package io.metagen.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metagen.bench.cost.LimitRounds;
import io.metagen.bench.cost.OperatorRow;
import io.metagen.bench.cost.OperatorTable;
import io.metagen.bench.cost.TableFormat;
import java.util.List;

/**
 * The outcome of {@code metagen bench operators}.
 *
 * @param limits the machine's limits with their spread
 */
record OperatorsReport(Hardware hardware, String limits, List<OperatorRow> rows) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  OperatorsReport {
    rows = List.copyOf(rows);
  }

  static OperatorsReport of(Hardware hardware, LimitRounds limits, List<OperatorRow> rows) {
    return new OperatorsReport(hardware, limits.text(), rows);
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
  String table(TableFormat format) {
    String blank = System.lineSeparator() + System.lineSeparator();
    return hardware.text()
        + System.lineSeparator()
        + limits
        + blank
        + OperatorTable.of(rows, format)
        + blank
        + "cells: roofline, with what it comes from, / measured, both milliseconds per step, and"
        + " their ratio; step: the wall time";
  }
}
