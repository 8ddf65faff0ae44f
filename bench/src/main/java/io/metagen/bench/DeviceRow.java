package io.metagen.bench;

import io.metagen.bench.engine.Outcome;
import java.util.Collections;
import java.util.List;

/**
 * One row of a {@link DeviceReport}; rates are tokens per second.
 *
 * @param batch sequences in the batch; for a prefill, tokens of the prompt
 * @param ours median of the rounds
 * @param spread least and greatest rate of a round
 */
record DeviceRow(
    String shape, String precision, String measure, int batch, double ours, List<Double> spread) {

  /** Returns the row of the rates that the rounds gave. */
  static DeviceRow of(ReportRow.Subject subject, List<Double> rates) {
    return new DeviceRow(
        subject.shape().text(),
        subject.precision().text(),
        subject.workload().measure().text(),
        subject.workload().size(),
        rounded(Outcome.median(rates)),
        List.of(rounded(Collections.min(rates)), rounded(Collections.max(rates))));
  }

  private static double rounded(double rate) {
    return Math.round(rate * 10) / 10.0;
  }
}
