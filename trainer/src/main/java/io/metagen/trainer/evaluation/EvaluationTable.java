package io.metagen.trainer.evaluation;

import io.metagen.trainer.evaluation.Evaluation.Ranking;
import io.metagen.trainer.evaluation.Statistics.Estimate;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** An evaluation as Markdown. */
public final class EvaluationTable {

  private EvaluationTable() {}

  /**
   * Returns one table row per strategy, in percent, and the AUC of the reward model's scores and of
   * the generator's belief.
   */
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
    text.append("\n| AUC | over all candidates | between those of one problem |\n|---|---|---|\n");
    text.append(row("reward model's score", evaluation.scores()));
    text.append(row("generator's own belief", evaluation.beliefs()));
    return text.toString();
  }

  private static String row(String name, Ranking ranking) {
    return String.format(
        Locale.ROOT, "| %s | %.3f | %.3f |%n", name, ranking.auc(), ranking.aucWithinProblems());
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
