package io.metagen.generator.call;

import io.metagen.generator.engine.CallReport;
import io.metagen.v1.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a Generate call went, for its span and the metrics. For one thread. */
final class GenerateOutcome {
  private final List<FinishReason> reasons = new ArrayList<>();
  private @Nullable CallReport report;

  void ended(FinishReason reason) {
    reasons.add(reason);
  }

  void finished(CallReport done) {
    report = done;
  }

  /** Returns the reasons of the finished samples, in the order in which they finished. */
  List<FinishReason> reasons() {
    return reasons;
  }

  /** Returns what the call cost; it has finished. */
  CallReport report() {
    return Objects.requireNonNull(report, "the call has not finished");
  }
}
