package io.metagen.orchestrator.strategy;

import io.metagen.error.ServiceException;
import io.metagen.orchestrator.budget.BudgetLedger;

/**
 * Fits a parallel strategy into its budget. What is tried, in this order:
 *
 * <ol>
 *   <li>all samples at full length, judged in groups of {@code groupSize};
 *   <li>as many samples as fit at full length, judged, in fewer and larger groups where the calls
 *       of verifiers are what is short;
 *   <li>one sample, which needs no judge to be chosen;
 *   <li>one sample as long as fits.
 * </ol>
 *
 * <p>Every number is an upper bound, so a plan that fits can be carried out whole: what a run does
 * depends on its budget, never on timing.
 */
final class Planner {
  private final BudgetLedger ledger;
  private final PromptFacts prompt;
  private final int maxOutputTokens;

  Planner(BudgetLedger ledger, PromptFacts prompt, SampleRequest request) {
    this.ledger = ledger;
    this.prompt = prompt;
    int room = Math.max(1, prompt.model().maxContextTokens() - prompt.tokenCount());
    this.maxOutputTokens =
        request.generation().getStop().hasMaxOutputTokens()
            ? Math.min(room, request.generation().getStop().getMaxOutputTokens())
            : room;
  }

  /**
   * Returns the largest plan that the budget allows.
   *
   * @throws ServiceException BUDGET_SPENT where not even one token fits
   */
  Plan plan(int wanted, Judging judging, int groupSize) {
    for (int samples = wanted; samples >= 1; samples--) {
      int most = Math.ceilDiv(samples, groupSize);
      for (int groups = most; groups >= 1; groups--) {
        Plan plan = new Plan(samples, maxOutputTokens, false, groups, samples < wanted);
        if (ledger.fits(plan.total(prompt, judging.neural()))) {
          return plan;
        }
      }
    }
    return unjudged(wanted > 1 || judging.required());
  }

  private Plan unjudged(boolean shrunk) {
    Plan whole = new Plan(1, maxOutputTokens, false, 0, shrunk);
    if (ledger.fits(whole.generation(prompt))) {
      return whole;
    }
    int fits = 1;
    for (int above = maxOutputTokens; above - fits > 1; ) {
      int middle = (fits + above) >>> 1;
      if (ledger.fits(shortened(middle).generation(prompt))) {
        fits = middle;
      } else {
        above = middle;
      }
    }
    ledger.reserve(shortened(fits).generation(prompt)).close();
    return shortened(fits);
  }

  private static Plan shortened(int tokens) {
    return new Plan(1, tokens, true, 0, true);
  }
}
