package io.metagen.bench.soak;

import java.util.List;
import java.util.Map;

/**
 * What a run left.
 *
 * @param readings oldest first
 * @param calls calls by kind and end
 * @param errors calls that failed and should not have, by kind and reason
 * @param maxWaiting sequences that may wait before calls are refused
 * @param drained whether everybody had left in time after the load's end
 * @param afterDrain the blocks then
 */
record Outcome(
    List<Reading> readings,
    Map<String, Long> calls,
    Map<String, Long> errors,
    int maxWaiting,
    boolean drained,
    Integrity afterDrain) {

  Outcome {
    readings = List.copyOf(readings);
  }
}
