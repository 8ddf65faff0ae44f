package io.metagen.bench.verify;

import java.util.List;
import java.util.Map;

/**
 * What a run left.
 *
 * @param rows calls of each kind, those of the warm-up included
 * @param failures calls that failed, by kind and reason
 * @param wrongAnswers the first wrong answer of each kind that had one
 * @param before what the idle service held after the warm-up
 * @param after what it held idle after the load
 */
record Outcome(
    List<Tally.Row> rows,
    Map<String, Long> failures,
    Map<String, String> wrongAnswers,
    Footprint before,
    Footprint after) {
  Outcome {
    rows = List.copyOf(rows);
  }
}
