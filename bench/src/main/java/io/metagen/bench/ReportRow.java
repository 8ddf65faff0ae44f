package io.metagen.bench;

import io.metagen.bench.engine.Outcome;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.engine.Workload;
import java.util.List;

/**
 * One row of a report; rates are tokens per second.
 *
 * @param batch sequences in the batch; for a prefill, tokens of the prompt
 * @param ratio ours over the peer's
 * @param spread least and greatest ratio of a round
 * @param peerSetup how the peer was set up: the fastest of those tried for this row
 */
record ReportRow(
    String shape,
    String precision,
    String measure,
    int batch,
    double ours,
    double peer,
    double ratio,
    List<Double> spread,
    String peerSetup) {

  static ReportRow of(Shape shape, Precision precision, Workload workload, Outcome outcome) {
    return new ReportRow(
        shape.text(),
        precision.text(),
        workload.measure().text(),
        workload.size(),
        rounded(outcome.oursMedian(), 10),
        rounded(outcome.peerMedian(), 10),
        rounded(outcome.ratio(), 1000),
        outcome.spread().stream().map(value -> rounded(value, 1000)).toList(),
        outcome.peerSetup());
  }

  private static double rounded(double value, double parts) {
    return Math.round(value * parts) / parts;
  }
}
