package io.metagen.trainer.speculation;

import io.metagen.trainer.evaluation.Statistics.Estimate;
import java.util.Locale;

/** A draft model's acceptance as Markdown. */
public final class AcceptanceTable {

  private AcceptanceTable() {}

  /** Returns one table. */
  public static String of(Acceptance acceptance) {
    StringBuilder text = new StringBuilder();
    text.append(
        "Speculative sampling at temperature 1 on %d problems, %d tokens drafted a round, %d rounds; 95 %% intervals by bootstrap over problems.%n%n"
            .formatted(acceptance.problems(), acceptance.tokens(), acceptance.rounds()));
    text.append("| measure | value |\n|---|---|\n");
    text.append(row("accepted of the drafted tokens", acceptance.acceptanceRate()));
    text.append(row("accepted of the tried tokens", acceptance.triedAcceptance()));
    text.append(row("mean sum of min(p, q)", acceptance.overlap()));
    text.append(row("tokens a round", acceptance.tokensPerRound()));
    for (int i = 0; i < acceptance.byPosition().size(); i++) {
      text.append(row("accepted up to token " + (i + 1), acceptance.byPosition().get(i)));
    }
    return text.toString();
  }

  private static String row(String name, Estimate estimate) {
    return String.format(
        Locale.ROOT,
        "| %s | %.3f (%.3f to %.3f) |%n",
        name,
        estimate.mean(),
        estimate.low(),
        estimate.high());
  }
}
