package io.metagen.bench;

import static io.metagen.bench.Tables.decimal;
import static io.metagen.bench.Tables.left;
import static io.metagen.bench.Tables.right;

import com.github.freva.asciitable.ColumnData;
import io.metagen.bench.overhead.Spread;
import io.metagen.bench.overhead.StartTrial;
import java.util.List;

/** The outcome of {@code metagen bench start}. */
record StartReport(int threads, String precision, List<Line> lines) {
  private static final double MICROS = 1e3;
  private static final double SECONDS = 1e6;

  StartReport {
    lines = List.copyOf(lines);
  }

  /**
   * The starts with one warm-up; times are in microseconds, over its rounds.
   *
   * @param start until it served
   * @param firstToken of the first call
   * @param first the first call
   * @param second the second call
   * @param last the last call
   */
  record Line(
      String warmUp,
      int rounds,
      Spread start,
      Spread firstToken,
      Spread first,
      Spread second,
      Spread last) {

    static Line of(String warmUp, List<StartTrial> trials) {
      return new Line(
          warmUp,
          trials.size(),
          Spread.of(trials.stream().mapToLong(StartTrial::startNanos)),
          Spread.of(trials.stream().mapToLong(StartTrial::firstEventNanos)),
          Spread.of(trials.stream().mapToLong(trial -> trial.callNanos().getFirst())),
          Spread.of(trials.stream().mapToLong(trial -> trial.callNanos().get(1))),
          Spread.of(trials.stream().mapToLong(trial -> trial.callNanos().getLast())));
    }
  }

  /** Returns the outcome as one JSON document on one line. */
  String json() {
    return Tables.json(this);
  }

  /** Returns the table and what it says. */
  String table() {
    return Tables.of(lines, columns())
        + System.lineSeparator()
        + "%s, %d threads; median (5 %% below, 5 %% above); a call: 4 samples of 32 tokens"
            .formatted(precision, threads);
  }

  private static List<ColumnData<Line>> columns() {
    return List.of(
        left("warm-up", Line::warmUp),
        right("starts", line -> Integer.toString(line.rounds())),
        right("start s", line -> text("%.2f", line.start(), SECONDS)),
        right("first token ms", line -> text("%.0f", line.firstToken(), MICROS)),
        right("first call ms", line -> text("%.0f", line.first(), MICROS)),
        right("second ms", line -> text("%.0f", line.second(), MICROS)),
        right("last ms", line -> text("%.0f", line.last(), MICROS)));
  }

  private static String text(String format, Spread spread, double unit) {
    return "%s (%s, %s)"
        .formatted(
            decimal(format, spread.median() / unit),
            decimal(format, spread.low() / unit),
            decimal(format, spread.high() / unit));
  }
}
