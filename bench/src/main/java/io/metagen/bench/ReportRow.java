package io.metagen.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.metagen.bench.engine.Outcome;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.engine.Workload;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One row of a report; rates are tokens per second.
 *
 * @param batch sequences in the batch; for a prefill, tokens of the prompt
 * @param ratio ours over the peer's
 * @param spread least and greatest ratio of a round
 * @param limit what the machine's memory or arithmetic allows this engine, where it is one of the
 *     two: median of what was measured after each round
 * @param share ours over the limit: median of the rounds
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
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double limit,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double share,
    String peerSetup) {

  static ReportRow of(Subject subject, Outcome outcome) {
    Workload workload = subject.workload();
    return new ReportRow(
        subject.shape().text(),
        subject.precision().text(),
        workload.measure().text(),
        workload.size(),
        rounded(outcome.oursMedian(), 10),
        rounded(outcome.peerMedian(), 10),
        rounded(outcome.ratio(), 1000),
        outcome.spread().stream().map(value -> rounded(value, 1000)).toList(),
        rounded(outcome.limit(), 10),
        rounded(outcome.share(), 1000),
        outcome.peerSetup());
  }

  /** What a row is about. */
  record Subject(Shape shape, Precision precision, Workload workload) {}

  private static @Nullable Double rounded(OptionalDouble value, double parts) {
    return value.isPresent() ? rounded(value.getAsDouble(), parts) : null;
  }

  private static double rounded(double value, double parts) {
    return Math.round(value * parts) / parts;
  }
}
