package io.metagen.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.metagen.bench.threads.OpenMp;
import io.metagen.bench.threads.Rates;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The outcome of {@code metagen bench threads}. */
record ThreadsReport(int cores, List<Row> rows) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  ThreadsReport {
    rows = List.copyOf(rows);
  }

  /** One setting; rates are tokens per second. */
  record Row(
      int threads,
      String waiting,
      Rate generator,
      Rate reward,
      Rate generatorWithReward,
      Rate rewardWithGenerator) {}

  /** The median of some rounds, with the least and the greatest. */
  record Rate(double median, double least, double greatest) {

    static Rate of(List<Rates> rounds, ToDoubleFunction<Rates> which) {
      double[] sorted = rounds.stream().mapToDouble(which).sorted().toArray();
      int middle = sorted.length / 2;
      double median =
          sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      return new Rate(
          Math.round(median), Math.round(sorted[0]), Math.round(sorted[sorted.length - 1]));
    }

    String text() {
      return String.format(Locale.ROOT, "%,.0f (%,.0f to %,.0f)", median, least, greatest);
    }
  }

  /** Returns a report; the rounds of all settings ran in turn. */
  static ThreadsReport of(Map<OpenMp, List<Rates>> measured) {
    return new ThreadsReport(
        Runtime.getRuntime().availableProcessors(),
        measured.entrySet().stream().map(it -> row(it.getKey(), it.getValue())).toList());
  }

  private static Row row(OpenMp setting, List<Rates> rounds) {
    return new Row(
        setting.threads(),
        setting.waiting(),
        Rate.of(rounds, Rates::generator),
        Rate.of(rounds, Rates::reward),
        Rate.of(rounds, Rates::generatorWithReward),
        Rate.of(rounds, Rates::rewardWithGenerator));
  }

  /** Returns the outcome as one JSON document on one line. */
  String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names are always JSON", e);
    }
  }

  /** Returns the table and what it says. */
  String table() {
    return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, rows, columns())
        + System.lineSeparator()
        + "tokens per second on %d cores: median of the rounds (least to greatest)"
            .formatted(cores);
  }

  private static List<ColumnData<Row>> columns() {
    return List.of(
        column("threads", row -> Integer.toString(row.threads())),
        column("waiting", Row::waiting),
        column("generator alone", row -> row.generator().text()),
        column("reward alone", row -> row.reward().text()),
        column("generator with reward", row -> row.generatorWithReward().text()),
        column("reward with generator", row -> row.rewardWithGenerator().text()));
  }

  private static ColumnData<Row> column(String header, Function<Row, String> value) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.RIGHT)
        .with(value);
  }
}
