package io.metagen.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metagen.bench.cost.GrowthPoint;
import io.metagen.bench.cost.GrowthSlope;
import io.metagen.bench.cost.GrowthTables;
import io.metagen.bench.cost.TableFormat;
import java.util.List;

/** The outcome of {@code metagen bench growth}. */
record GrowthReport(Hardware hardware, List<GrowthPoint> rows, List<GrowthSlope> slopes) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  GrowthReport {
    rows = List.copyOf(rows);
    slopes = List.copyOf(slopes);
  }

  /** Returns the outcome as one JSON document on one line. */
  String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names are always JSON", e);
    }
  }

  /** Returns the machine and the tables. */
  String table(TableFormat format) {
    String blank = System.lineSeparator() + System.lineSeparator();
    return hardware.text()
        + blank
        + GrowthTables.points(rows, format)
        + blank
        + GrowthTables.slopes(slopes, format)
        + blank
        + "times of one step: median (least to greatest) of the rounds; private: every sequence has"
        + " a context of its own; shared: what sequences have in common lies in shared blocks";
  }
}
