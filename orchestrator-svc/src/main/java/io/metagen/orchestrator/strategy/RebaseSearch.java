package io.metagen.orchestrator.strategy;

import io.metagen.error.ServiceException;
import io.metagen.orchestrator.budget.BudgetLedger.Reservation;
import io.metagen.orchestrator.budget.Usage;
import io.metagen.v1.Candidate;
import io.metagen.v1.FinishReason;
import io.metagen.v1.PruneReason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Searches over the steps of a solution by {@link Rebase}: at each depth one generator call draws
 * the next step of every open node, one verifier call scores what came of it, and the scores share
 * the children of the next depth out.
 *
 * <p>A depth is reserved whole before it starts; where the budget does not allow all children, as
 * many as fit are shared out, and where it allows none, the search ends. Without a finished leaf
 * the open node with the highest score is then the answer. Owner of all state: the run's thread.
 */
public final class RebaseSearch {
  private final Rebase strategy;
  private final Search search;
  private final Ports ports;
  private final PromptFacts prompt;
  private final LevelPlanner planner;
  private final Ending ending;
  private final Leaves leaves = new Leaves();
  private final StepJudge judge;
  private boolean failed;
  private Optional<Candidate> best = Optional.empty();

  private RebaseSearch(Rebase strategy, Search search, Ports ports, PromptFacts prompt) {
    this.strategy = strategy;
    this.search = search;
    this.ports = ports;
    this.prompt = prompt;
    this.planner = new LevelPlanner(strategy, search.ledger(), prompt);
    this.ending = new Ending(search.time(), Judging.of(strategy));
    this.judge = new StepJudge(strategy.verifier(), search, ports, leaves, ending);
  }

  /**
   * Runs the search to its end or to the end of its budget.
   *
   * @throws ServiceException where there is no answer at all
   */
  public static Outcome run(Rebase strategy, Search search, Ports ports)
      throws InterruptedException {
    ports.events().emit(SearchEvents.rootCreated());
    Branch whole = Branch.ofPrompt(NodeId.ROOT.seed(search.seed()), strategy.width());
    PromptFacts prompt = ports.generator().describe(request(strategy, search, List.of(whole)));
    ports.verifier().verify(Judges.validation(Judging.of(strategy), search));
    return new RebaseSearch(strategy, search, ports, prompt).run();
  }

  private static SampleRequest request(Rebase strategy, Search search, List<Branch> branches) {
    return new SampleRequest(
        search.problem().getPrompt(), strategy.generation(), branches, search.cacheSalt());
  }

  private Outcome run() throws InterruptedException {
    List<TreeNode> open = List.of(TreeNode.ROOT);
    for (int depth = 1; !open.isEmpty() && goesOn(); depth++) {
      int wanted = strategy.width() - leaves.count();
      Optional<LevelPlan> plan = planner.plan(open, wanted);
      if (plan.isEmpty() || plan.get().childCount() < wanted) {
        ending.shrunk();
      }
      if (plan.isEmpty()) {
        break;
      }
      for (TreeNode node : open) {
        if (!plan.get().parents().contains(node)) {
          prune(node.id(), PruneReason.PRUNE_REASON_SCORE);
        }
      }
      open = expand(plan.get(), depth);
    }
    return end(open);
  }

  private boolean goesOn() {
    if (search.time().left(ports.clock().instant()).isZero()) {
      ending.timeOver();
    }
    return !failed && !ending.timeIsOver();
  }

  /** Draws and judges the children of one depth; returns those that go on. */
  private List<TreeNode> expand(LevelPlan plan, int depth) throws InterruptedException {
    try (Reservation judgement = search.ledger().reserve(planner.judgement(plan))) {
      List<TreeNode> children = draw(plan, depth == strategy.maxDepth());
      reconsider();
      if (children.isEmpty()) {
        return plan.parents();
      }
      Optional<List<TreeNode>> judged = judge.judge(children, judgement);
      failed |= judged.isEmpty();
      reconsider();
      return judged.orElse(children).stream().filter(child -> !leaves.holds(child)).toList();
    }
  }

  private List<TreeNode> draw(LevelPlan plan, boolean deepest) throws InterruptedException {
    Level level = new Level(plan, ports.events(), search.tokenProgress());
    level.announce();
    generate(plan, level);
    for (NodeId missing : level.missing()) {
      prune(missing, endReason());
    }
    List<TreeNode> children = level.children().stream().map(this::bounded).toList();
    for (TreeNode child : children) {
      leaves.drawn(child);
      if (deepest || !child.open()) {
        ports.events().emit(SearchEvents.finished(leaves.add(child)));
      }
    }
    return children;
  }

  private void generate(LevelPlan plan, Level level) throws InterruptedException {
    List<Branch> branches = planner.branches(plan, search.seed());
    try (Reservation generation = search.ledger().reserve(plan.generation(prompt))) {
      var usage = ports.generator().generate(request(strategy, search, branches), level);
      generation.used(Usage.ofGenerator(usage));
    } catch (ServiceException failure) {
      failed = true;
      ending.generationFailed(failure);
      search.ledger().note(level.observed(prompt));
    }
  }

  /** A solution that has reached its most tokens is a leaf. */
  private TreeNode bounded(TreeNode child) {
    return child.open() && child.tokens().size() >= planner.mostTokens()
        ? child.ended(FinishReason.FINISH_REASON_LENGTH)
        : child;
  }

  private void reconsider() throws InterruptedException {
    ports.events().emit(SearchEvents.used(search.ledger().cost()));
    if (leaves.count() == 0) {
      return;
    }
    Candidate chosen = strategy.choose(leaves.candidates()).best();
    boolean changed = best.isEmpty() || best.get().getIndex() != chosen.getIndex();
    best = Optional.of(chosen);
    if (changed) {
      ports.events().emit(SearchEvents.answerChanged(chosen));
    }
  }

  private Outcome end(List<TreeNode> open) throws InterruptedException {
    List<TreeNode> steps = open.stream().filter(node -> !node.tokens().isEmpty()).toList();
    if (leaves.count() == 0 && ending.failures().isEmpty()) {
      Comparator<TreeNode> score = Comparator.comparingDouble(TreeNode::scoreOrLeast);
      Optional<TreeNode> furthest = steps.stream().sorted(score.reversed()).findFirst();
      if (furthest.isPresent()) {
        leaves.add(furthest.get().ended(FinishReason.FINISH_REASON_BUDGET));
      }
    }
    for (TreeNode node : steps) {
      if (!leaves.holds(node)) {
        prune(node.id(), endReason());
      }
    }
    ending.requireAnswer(leaves.count() > 0);
    search.ledger().note(Usage.ofPruned(leaves.prunedTokens()));
    return new Outcome(
        strategy.choose(leaves.candidates()),
        leaves.candidates(),
        ending.stopReason(),
        ending.failures());
  }

  private PruneReason endReason() {
    return ending.timeIsOver() || ending.isShrunk()
        ? PruneReason.PRUNE_REASON_BUDGET
        : PruneReason.PRUNE_REASON_FAILED;
  }

  private void prune(NodeId node, PruneReason reason) throws InterruptedException {
    ports.events().emit(SearchEvents.pruned(node, reason));
  }
}
