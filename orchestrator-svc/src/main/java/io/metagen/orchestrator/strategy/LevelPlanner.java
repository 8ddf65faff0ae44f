package io.metagen.orchestrator.strategy;

import io.metagen.error.ServiceException;
import io.metagen.orchestrator.budget.BudgetLedger;
import io.metagen.orchestrator.budget.Spend;
import io.metagen.v1.StopCriteria;
import java.util.List;
import java.util.Optional;

/**
 * Fits each depth of a search into its budget: all children that the strategy wants, else as many
 * as fit. Every number is an upper bound, as in {@link Planner}.
 */
final class LevelPlanner {
  private final Rebase strategy;
  private final BudgetLedger ledger;
  private final PromptFacts prompt;
  private final boolean neural;
  private final int mostTokens;

  LevelPlanner(Rebase strategy, BudgetLedger ledger, PromptFacts prompt) {
    this.strategy = strategy;
    this.ledger = ledger;
    this.prompt = prompt;
    this.neural = Judging.of(strategy).neural();
    StopCriteria stop = strategy.generation().getStop();
    int room = Math.max(1, prompt.model().maxContextTokens() - prompt.tokenCount());
    this.mostTokens = stop.hasMaxOutputTokens() ? Math.min(room, stop.getMaxOutputTokens()) : room;
  }

  /** Returns the most tokens of a whole solution. */
  int mostTokens() {
    return mostTokens;
  }

  /**
   * Returns the largest depth below the open nodes that the budget allows; empty where it allows no
   * child.
   *
   * @param wanted children that the strategy wants, at least 1
   * @throws ServiceException BUDGET_SPENT where not even one child of the root fits
   */
  Optional<LevelPlan> plan(List<TreeNode> open, int wanted) {
    List<Double> scores =
        open.stream().map(node -> node.score() == null ? 0.0 : node.score()).toList();
    for (int children = wanted; children >= 1; children--) {
      LevelPlan plan = LevelPlan.of(open, strategy.shares(scores, children), mostTokens);
      if (ledger.fits(plan.generation(prompt).plus(judgement(plan)))) {
        return Optional.of(plan);
      }
    }
    if (open.getFirst().tokens().isEmpty()) {
      LevelPlan least = LevelPlan.of(open, strategy.shares(scores, 1), mostTokens);
      ledger.reserve(least.generation(prompt).plus(judgement(least))).close();
    }
    return Optional.empty();
  }

  Spend judgement(LevelPlan plan) {
    return plan.judgement(prompt, neural);
  }

  /** Returns what to draw: each branch knows how many tokens are left of a limit on solutions. */
  List<Branch> branches(LevelPlan plan, long runSeed) {
    return plan.branches(runSeed, strategy.generation().getStop().hasMaxOutputTokens());
  }
}
