package io.metagen.orchestrator.run;

import com.google.protobuf.util.Durations;
import io.grpc.Context;
import io.metagen.orchestrator.OrchestratorConfig;
import io.metagen.orchestrator.budget.BudgetLedger;
import io.metagen.orchestrator.budget.TimeLimit;
import io.metagen.orchestrator.router.Router;
import io.metagen.orchestrator.run.Runs.Identity;
import io.metagen.orchestrator.spec.CheckedSpec;
import io.metagen.orchestrator.strategy.BestOfN;
import io.metagen.orchestrator.strategy.EventSink;
import io.metagen.orchestrator.strategy.Greedy;
import io.metagen.orchestrator.strategy.MajorityVote;
import io.metagen.orchestrator.strategy.Outcome;
import io.metagen.orchestrator.strategy.ParallelSearch;
import io.metagen.orchestrator.strategy.Ports;
import io.metagen.orchestrator.strategy.Rebase;
import io.metagen.orchestrator.strategy.RebaseSearch;
import io.metagen.orchestrator.strategy.Search;
import io.metagen.orchestrator.strategy.WeightedVote;
import io.metagen.orchestrator.telemetry.SearchTracer.RunTrace;
import io.metagen.orchestrator.telemetry.Telemetry;
import io.metagen.v1.Cost;
import io.metagen.v1.RunFinished;
import io.metagen.v1.RunResult;
import io.metagen.v1.RunStarted;
import io.metagen.v1.SearchEvent;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run. Its calls run on virtual threads that carry the run's gRPC context (deadline and
 * cancellation) and its trace; all of them have ended when it returns.
 */
final class Run {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);
  private static final ScheduledExecutorService DEADLINES =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("run-deadlines").factory());

  private final CheckedSpec spec;
  private final Identity identity;
  private final TimeLimit time;
  private final OrchestratorConfig config;
  private final Router router;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final OwnTime ownTime = new OwnTime(System::nanoTime);

  Run(
      CheckedSpec spec,
      Identity identity,
      TimeLimit time,
      OrchestratorConfig config,
      Router router,
      Telemetry telemetry,
      InstantSource clock) {
    this.spec = spec;
    this.identity = identity;
    this.time = time;
    this.config = config;
    this.router = router;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  RunResult execute(boolean tokenProgress, EventSink reader) throws InterruptedException {
    BudgetLedger ledger = new BudgetLedger(spec.message().getBudget(), clock);
    Search search =
        new Search(
            spec.message().getProblem(),
            identity.seed(),
            spec.message().getCacheSalt(),
            tokenProgress,
            ledger,
            time,
            config.verifyGroupSize());
    Context.CancellableContext limited =
        Context.current()
            .withDeadlineAfter(
                time.left(clock.instant()).toNanos(), TimeUnit.NANOSECONDS, DEADLINES);
    Context outer = limited.attach();
    try (RunTrace trace =
        telemetry.tracer().start(identity.runId(), identity.seed(), spec.strategy())) {
      EventSink events = new NumberedEvents(trace.watching(reader), clock, ledger.start());
      events.emit(started(trace.traceId()));
      RunResult result = result(search(search, events, trace), ledger);
      trace.finished(result);
      LOG.info(
          "run {} ended: {}, {} candidates, {} tokens generated, {} ms",
          identity.runId(),
          result.getStopReason(),
          result.getCandidatesCount(),
          result.getCost().getGeneratedTokenCount(),
          Durations.toMillis(result.getCost().getWallTime()));
      events.emit(
          SearchEvent.newBuilder().setRunFinished(RunFinished.newBuilder().setResult(result)));
      measured(result.getCost());
      return result;
    } finally {
      limited.detach(outer);
      limited.cancel(null);
    }
  }

  private Outcome search(Search search, EventSink events, RunTrace trace)
      throws InterruptedException {
    ThreadFactory virtual = Thread.ofVirtual().name("search-", 0).factory();
    Context context = Context.current();
    try (ExecutorService tasks =
        Executors.newThreadPerTaskExecutor(
            task -> virtual.newThread(context.wrap(trace.wrap(task))))) {
      Ports ports =
          new Ports(
              ownTime.noting(router.generator(spec.generatorPaths())),
              ownTime.noting(router.verifier(spec.verifierPaths())),
              events,
              tasks,
              clock);
      return switch (spec.strategy()) {
        case Rebase rebase -> RebaseSearch.run(rebase, search, ports);
        case Greedy _, BestOfN _, MajorityVote _, WeightedVote _ ->
            ParallelSearch.run(spec.strategy(), search, ports);
      };
    }
  }

  private void measured(Cost cost) {
    int calls = cost.getGeneratorCallCount() + cost.getVerifierCallCount();
    telemetry.metrics().ended(spec.strategy(), ownTime.nanos(), calls);
  }

  private SearchEvent.Builder started(String traceId) {
    return SearchEvent.newBuilder()
        .setRunStarted(
            RunStarted.newBuilder()
                .setRunId(identity.runId())
                .setSeed(identity.seed())
                .setTraceId(traceId));
  }

  private RunResult result(Outcome outcome, BudgetLedger ledger) {
    return RunResult.newBuilder()
        .setRunId(identity.runId())
        .setAnswer(outcome.choice().best())
        .addAllCandidates(outcome.candidates())
        .addAllAnswerWeights(outcome.choice().weights())
        .setStopReason(outcome.stopReason())
        .setCost(ledger.cost())
        .addAllFailures(outcome.failures())
        .setSeed(identity.seed())
        .build();
  }
}
