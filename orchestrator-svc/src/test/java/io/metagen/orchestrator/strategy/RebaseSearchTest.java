package io.metagen.orchestrator.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.error.ServiceException;
import io.metagen.orchestrator.budget.BudgetLedger;
import io.metagen.orchestrator.budget.TimeLimit;
import io.metagen.v1.Budget;
import io.metagen.v1.Candidate;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.FinishReason;
import io.metagen.v1.Generation;
import io.metagen.v1.LeafSelection;
import io.metagen.v1.Problem;
import io.metagen.v1.PruneReason;
import io.metagen.v1.SearchEvent;
import io.metagen.v1.StopCriteria;
import io.metagen.v1.StopReason;
import io.metagen.v1.Verifier;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The search over ports in memory; see {@link StepScript} for what its texts mean. */
final class RebaseSearchTest {
  private static final long SEED = 3;

  private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
  private final List<SearchEvent> events = new ArrayList<>();
  private BudgetLedger ledger = ledger(Budget.newBuilder());

  @AfterEach
  void stop() {
    tasks.shutdownNow();
  }

  @Test
  void run_finishedLeaf_takesItsPartOfTheWidth() throws Exception {
    // Width 4, T 0.2. Depth 1: 2 ends, 3 are left for 0, 1, 3 with 0.9, 0.5, 0.1:
    // 3 / (1 + 0.1353 + 0.0183) = 2.6 -> 3.
    StepScript script =
        new StepScript()
            .ends("2", "00", "01", "02")
            .score("0", 0.9)
            .score("3", 0.1)
            .score("2", 0.6)
            .score("01", 0.95);

    Outcome outcome = run(4, script);

    assertThat(script.children(1)).isEqualTo(Map.of("", 4));
    assertThat(script.children(2)).isEqualTo(Map.of("0", 3));
    assertThat(script.drawn).hasSize(2);
    assertThat(script.judged).hasSize(2);
    assertThat(script.judged.getLast()).containsExactly("00", "01", "02");
    assertThat(outcome.candidates())
        .extracting(Candidate::getIndex, Candidate::getNodeId, Candidate::getText)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, "0.2", "2"),
            org.assertj.core.groups.Tuple.tuple(1, "0.0.0", "00"),
            org.assertj.core.groups.Tuple.tuple(2, "0.0.1", "01"),
            org.assertj.core.groups.Tuple.tuple(3, "0.0.2", "02"));
    assertThat(outcome.choice().best().getText()).isEqualTo("01");
    assertThat(outcome.choice().best().getAnswer()).isEqualTo("1");
    assertThat(outcome.choice().best().getScore()).isEqualTo(0.95);
    assertThat(outcome.stopReason()).isEqualTo(StopReason.STOP_REASON_COMPLETED);
    assertThat(pruned(PruneReason.PRUNE_REASON_SCORE)).containsExactly("0.1", "0.3");
    assertThat(ledger.cost().getGeneratorCallCount()).isEqualTo(2);
    assertThat(ledger.cost().getVerifierCallCount()).isEqualTo(2);
    assertThat(ledger.cost().getPrunedTokenCount()).as("of 1 and 3").isEqualTo(2);
  }

  @Test
  void run_everyNode_isDrawnFromItsOwnSeedAfterItsOwnTokens() throws Exception {
    StepScript script =
        new StepScript().ends("00", "10").score("0", 0.9).score("1", 0.9).score("2", -9);

    run(3, script);

    assertThat(script.drawn.get(0).branches())
        .containsExactly(new Branch(List.of(), NodeId.ROOT.seed(SEED), 3, 0));
    assertThat(script.drawn.get(1).branches())
        .containsExactly(
            new Branch(List.of(0), NodeId.ROOT.child(0).seed(SEED), 2, 0),
            new Branch(List.of(1), NodeId.ROOT.child(1).seed(SEED), 1, 0));
  }

  @Test
  void run_depthReached_nodesAreLeavesWithTheStepAsTheirEnd() throws Exception {
    Outcome outcome = run(rebase(3, 2), new StepScript().score("00", 0.7), TimeLimit.NONE);

    assertThat(outcome.candidates()).hasSize(3);
    assertThat(outcome.candidates())
        .allMatch(leaf -> leaf.getFinishReason() == FinishReason.FINISH_REASON_STEP)
        .allMatch(leaf -> leaf.getTokenCount() == 2);
    assertThat(outcome.stopReason()).isEqualTo(StopReason.STOP_REASON_COMPLETED);
  }

  @Test
  void run_mostTokensOfASolution_boundTheWholeAndNotAStep() throws Exception {
    StepScript script = new StepScript();
    Rebase limited = rebase(2, 40, StopCriteria.newBuilder().setMaxOutputTokens(3));

    Outcome outcome = run(limited, script, TimeLimit.NONE);

    assertThat(script.drawn)
        .extracting(depth -> depth.branches().getFirst().maxOutputTokens())
        .containsExactly(0, 2, 1);
    assertThat(outcome.candidates())
        .hasSize(2)
        .allMatch(leaf -> leaf.getFinishReason() == FinishReason.FINISH_REASON_LENGTH);
  }

  @Test
  void run_budgetForSomeChildren_thatManyAreSharedOut() throws Exception {
    // Solutions of at most 4 tokens: depth 1 may take 2 x 4, then 2 are spent and 2 x 3 fit in 8.
    ledger = ledger(Budget.newBuilder().setMaxGeneratedTokens(8));
    StepScript script = new StepScript().ends("00", "01", "10");
    Rebase limited = rebase(4, 40, StopCriteria.newBuilder().setMaxOutputTokens(4));

    Outcome outcome = run(limited, script, TimeLimit.NONE);

    assertThat(script.children(1)).isEqualTo(Map.of("", 2));
    assertThat(script.children(2)).isEqualTo(Map.of("0", 1, "1", 1));
    assertThat(outcome.stopReason()).isEqualTo(StopReason.STOP_REASON_BUDGET);
    assertThat(ledger.cost().getGeneratedTokenCount()).isLessThanOrEqualTo(8);
  }

  @Test
  void run_budgetSpentBeforeALeaf_bestBeginningIsTheAnswer() throws Exception {
    ledger = ledger(Budget.newBuilder().setMaxGeneratorCalls(1));
    StepScript script = new StepScript().score("1", 0.8);

    Outcome outcome = run(3, script);

    assertThat(outcome.candidates()).hasSize(1);
    assertThat(outcome.choice().best().getText()).isEqualTo("1");
    assertThat(outcome.choice().best().getFinishReason())
        .isEqualTo(FinishReason.FINISH_REASON_BUDGET);
    assertThat(outcome.stopReason()).isEqualTo(StopReason.STOP_REASON_BUDGET);
    assertThat(pruned(PruneReason.PRUNE_REASON_BUDGET)).containsExactly("0.0", "0.2");
  }

  @Test
  void run_budgetForNothing_namesTheLimit() {
    ledger = ledger(Budget.newBuilder().setMaxVerifierCalls(0));

    assertThatThrownBy(() -> run(3, new StepScript()))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("spec.budget.max_verifier_calls");
  }

  @Test
  void run_generatorFailsInTheMiddle_leavesBeforeItCount() throws Exception {
    StepScript script = new StepScript().ends("1", "00").score("1", 0.3).generatorFailsAt(2);

    Outcome outcome = run(3, script);

    assertThat(outcome.candidates()).extracting(Candidate::getText).containsExactly("1", "00");
    assertThat(outcome.candidates()).allMatch(Candidate::hasScore);
    assertThat(outcome.failures()).hasSize(1);
    assertThat(script.drawn).hasSize(2);
    assertThat(pruned(PruneReason.PRUNE_REASON_FAILED)).containsExactly("0.2.0");
    // What was heard of the second call: two prompts of 6 tokens, one token after the first.
    assertThat(ledger.cost().getPromptTokenCount()).isEqualTo(12);
    assertThat(ledger.cost().getGeneratedTokenCount()).isEqualTo(3 + 1);
    assertThat(ledger.cost().getGeneratorFlops()).isEqualTo(2 * (6 + 21) + (1 + 7));
  }

  @Test
  void run_generatorOrVerifierFailsBeforeALeaf_fails() {
    assertThatThrownBy(() -> run(3, new StepScript().generatorFailsAt(2)))
        .hasMessageContaining("the generator is away");
    assertThatThrownBy(() -> run(3, new StepScript().verifierFailsAt(2)))
        .hasMessageContaining("the verifier is away");
  }

  @Test
  void run_verifierFailsInTheMiddle_leavesBeforeItCount() throws Exception {
    Outcome outcome = run(3, new StepScript().ends("1").verifierFailsAt(2));

    assertThat(outcome.choice().best().getText()).isEqualTo("1");
    assertThat(outcome.failures()).hasSize(1);
  }

  @Test
  void run_deadlineInACall_bestBeginningOfTheDepthBefore() throws Exception {
    StepScript script =
        new StepScript().score("2", 0.9).failingWith(ErrorReason.ERROR_REASON_DEADLINE);
    TimeLimit time = new TimeLimit(Instant.MAX, StopReason.STOP_REASON_DEADLINE);

    Outcome outcome = run(rebase(3, 40), script.verifierFailsAt(2), time);

    assertThat(outcome.stopReason()).isEqualTo(StopReason.STOP_REASON_DEADLINE);
    assertThat(outcome.choice().best().getText()).startsWith("2");
    assertThat(outcome.failures()).isEmpty();
  }

  @Test
  void run_timeOverAtTheStart_namesTheLimit() {
    TimeLimit over = new TimeLimit(Instant.EPOCH, StopReason.STOP_REASON_BUDGET);

    assertThatThrownBy(() -> run(rebase(3, 40), new StepScript(), over))
        .hasMessageContaining("spec.budget.max_wall_time");
  }

  private Outcome run(int width, StepScript script) throws InterruptedException {
    return run(rebase(width, 40), script, TimeLimit.NONE);
  }

  private Outcome run(Rebase strategy, StepScript script, TimeLimit time)
      throws InterruptedException {
    Search search = new Search(Problem.getDefaultInstance(), SEED, "", false, ledger, time, 4);
    EventSink sink = event -> events.add(event.build());
    return RebaseSearch.run(
        strategy, search, new Ports(script, script, sink, tasks, Clock.systemUTC()));
  }

  private static Rebase rebase(int width, int depth) {
    return rebase(width, depth, StopCriteria.newBuilder());
  }

  private static Rebase rebase(int width, int depth, StopCriteria.Builder stop) {
    return new Rebase(
        Generation.newBuilder().setStop(stop).build(),
        width,
        0.2,
        depth,
        Verifier.getDefaultInstance(),
        LeafSelection.LEAF_SELECTION_BEST);
  }

  private static BudgetLedger ledger(Budget.Builder budget) {
    return new BudgetLedger(budget.build(), Clock.systemUTC());
  }

  private List<String> pruned(PruneReason reason) {
    return events.stream()
        .filter(event -> event.hasNodePruned() && event.getNodePruned().getReason() == reason)
        .map(event -> event.getNodePruned().getNodeId())
        .toList();
  }
}
