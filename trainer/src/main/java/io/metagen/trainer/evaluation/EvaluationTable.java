package io.metagen.trainer.evaluation;

import io.metagen.trainer.evaluation.Statistics.Estimate;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** An evaluation as Markdown. */
public final class EvaluationTable {

  private EvaluationTable() {}

  /** Returns one table row per strategy, in percent, and the reward model's AUC. */
  public static String of(Evaluation evaluation) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d problems, %d samples each at temperature 1; 95 %% intervals by bootstrap over problems.%n%n",
            evaluation.problems(),
            evaluation.samples()));
    text.append("| choice | accuracy % | over greedy, points (paired) |\n|---|---|---|\n");
    Map<String, Estimate> overGreedy = evaluation.overGreedy();
    for (Map.Entry<String, Estimate> row : evaluation.accuracy().entrySet()) {
      Estimate difference = Objects.requireNonNull(overGreedy.get(row.getKey()));
      text.append(
          "| %s | %s | %s |\n"
              .formatted(row.getKey(), percent(row.getValue()), percent(difference)));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nAUC of the scores: %.3f over all candidates, %.3f between candidates of one problem.%n",
            evaluation.auc(),
            evaluation.aucWithinProblems()));
    return text.toString();
  }

  private static String percent(Estimate estimate) {
    return String.format(
        Locale.ROOT,
        "%.1f (%.1f to %.1f)",
        100 * estimate.mean(),
        100 * estimate.low(),
        100 * estimate.high());
  }
}
