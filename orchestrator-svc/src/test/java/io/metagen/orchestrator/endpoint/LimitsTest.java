package io.metagen.orchestrator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import io.grpc.Context;
import io.grpc.protobuf.StatusProto;
import io.metagen.error.ErrorMapping;
import io.metagen.orchestrator.fakes.Failures;
import io.metagen.orchestrator.fakes.FakeMesh;
import io.metagen.orchestrator.fakes.Solutions;
import io.metagen.orchestrator.fakes.Specs;
import io.metagen.v1.Candidate;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.FinishReason;
import io.metagen.v1.OrchestratorServiceGrpc;
import io.metagen.v1.RunResult;
import io.metagen.v1.RunSpec;
import io.metagen.v1.RunStrategyResponse;
import io.metagen.v1.StopReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Budgets, deadlines, hang-ups and the bound on runs, through a real channel. */
final class LimitsTest {
  /** Context 64 less the nine words of the prompt. */
  private static final int FULL_LENGTH = 55;

  private static final long SOON = 30;

  private FakeMesh mesh;

  @BeforeEach
  void start() throws IOException {
    mesh = new FakeMesh(1, Map.of("max-runs", "1"));
  }

  @AfterEach
  void stop() {
    mesh.close();
  }

  @Test
  void run_generatedTokensForThreeSamples_drawsThreeAndSaysSo() {
    RunResult result =
        run(budget(Specs.bestOf(16), b -> b.setMaxGeneratedTokens(3 * FULL_LENGTH + 1)));

    assertThat(result.getCandidatesCount()).isEqualTo(3);
    assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_BUDGET);
    assertThat(result.getAnswer().getIndex()).isEqualTo(2);
  }

  @Test
  void run_fewerTokensThanOneSample_shortensItAndSaysSo() {
    RunResult result = run(budget(Specs.bestOf(16), b -> b.setMaxGeneratedTokens(2)));

    assertThat(result.getCandidatesCount()).isOne();
    assertThat(result.getAnswer().getTokenCount()).isEqualTo(2);
    assertThat(result.getAnswer().getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_BUDGET);
    assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_BUDGET);
  }

  @Test
  void run_oneVerifierCall_judgesAllCandidatesInIt() {
    RunResult result = run(budget(Specs.bestOf(16), b -> b.setMaxVerifierCalls(1)));

    assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_COMPLETED);
    assertThat(result.getAnswer().getIndex()).isEqualTo(5);
    assertThat(mesh.verifier().requests()).hasSize(1);
    assertThat(mesh.verifier().requests().getFirst().getCandidatesCount()).isEqualTo(16);
  }

  @Test
  void run_noVerifierCall_answersWithOneUnjudgedSample() {
    RunResult result = run(budget(Specs.bestOf(16), b -> b.setMaxVerifierCalls(0)));

    assertThat(result.getCandidatesCount()).isOne();
    assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_BUDGET);
    assertThat(mesh.verifier().requests()).isEmpty();
  }

  @Test
  void run_budgetOfZero_isBudgetSpentNamingTheLimit() {
    expectSpent("max_generated_tokens", b -> b.setMaxGeneratedTokens(0));
    expectSpent("max_total_tokens", b -> b.setMaxTotalTokens(0));
    expectSpent("max_generator_calls", b -> b.setMaxGeneratorCalls(0));
    expectSpent("max_flops", b -> b.setMaxFlops(0));
    expectSpent("max_wall_time", b -> b.setMaxWallTime(Durations.ZERO));
    assertThat(mesh.generator(0).requests()).isEmpty();
  }

  @Test
  void run_neverSpendsMoreThanItsBudget() {
    for (long tokens = 60; tokens < 2500; tokens += 130) {
      long limit = tokens;
      RunResult result = run(budget(Specs.weighted(16), b -> b.setMaxTotalTokens(limit)));
      var cost = result.getCost();
      assertThat(
              cost.getPromptTokenCount()
                  - cost.getCachedPromptTokenCount()
                  + cost.getGeneratedTokenCount()
                  + cost.getVerifierTokenCount()
                  - cost.getCachedVerifierTokenCount())
          .isLessThanOrEqualTo(limit);
    }
  }

  @Test
  void run_wallTimeOver_keepsFinishedCandidatesAndCancelsTheCall() throws Exception {
    mesh.generator(0).stallAfter(4);
    mesh.generator(0).tokensBeforeStall(2);
    RunResult result =
        run(budget(Specs.bestOf(8), b -> b.setMaxWallTime(Durations.fromMillis(700))));

    assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_BUDGET);
    assertThat(result.getCandidatesList())
        .extracting(Candidate::getIndex)
        .containsExactly(4, 5, 6, 7);
    assertThat(result.getAnswer().getIndex()).isEqualTo(5);
    int finished =
        Solutions.tokens(4) + Solutions.tokens(5) + Solutions.tokens(6) + Solutions.tokens(7);
    assertThat(result.getCost().getGeneratedTokenCount()).isEqualTo(finished + 2);
    assertThat(result.getCost().getPrunedTokenCount()).isEqualTo(2);
    // Nine prompt tokens; each token costs 20, and 4 for each that it sees, itself included.
    double expected = 0;
    for (int tokens :
        List.of(
            9,
            Solutions.tokens(4),
            Solutions.tokens(5),
            Solutions.tokens(6),
            Solutions.tokens(7),
            2)) {
      int before = expected == 0 ? 0 : 9;
      for (int i = 1; i <= tokens; i++) {
        expected += 20 + 4 * (before + i);
      }
    }
    assertThat(result.getCost().getGeneratorFlops()).isEqualTo(expected);
    assertThat(mesh.generator(0).cancelled().await(SOON, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void stream_readerTakesNothing_losesItsRunAndTheNextOneHasThePlace() throws Exception {
    try (FakeMesh own = new FakeMesh(1, Map.of("max-runs", "1", "reader-timeout", "200ms"))) {
      own.generator(0).deltasPerToken(20_000);
      var call =
          own.channel()
              .newCall(
                  OrchestratorServiceGrpc.getStreamStrategyMethod(), io.grpc.CallOptions.DEFAULT);
      call.start(new io.grpc.ClientCall.Listener<>() {}, new io.grpc.Metadata());
      call.sendMessage(Specs.stream(Specs.majority(64)).toBuilder().setTokenProgress(true).build());
      call.halfClose();
      assertThat(own.generator(0).firstCall().await(SOON, TimeUnit.SECONDS)).isTrue();

      org.junit.jupiter.api.Assertions.assertTimeout(
          java.time.Duration.ofSeconds(SOON), () -> untilServed(own));
    }
  }

  @Test
  void run_deadlineNear_answerReachesTheClientBeforeIt() throws Exception {
    mesh.generator(0).stallAfter(4);
    RunResult result =
        mesh.client()
            .withDeadlineAfter(4, TimeUnit.SECONDS)
            .runStrategy(Specs.run(Specs.bestOf(8)))
            .getResult();

    assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_DEADLINE);
    assertThat(result.getAnswer().getIndex()).isEqualTo(5);
    assertThat(mesh.generator(0).cancelled().await(SOON, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void run_deadlineOverWithNothingFinished_isDeadline() {
    mesh.generator(0).stallAfter(0);

    Failures.expect(
        ErrorReason.ERROR_REASON_DEADLINE,
        () ->
            mesh.client()
                .withDeadlineAfter(1500, TimeUnit.MILLISECONDS)
                .runStrategy(Specs.run(Specs.bestOf(8))));
  }

  @Test
  void run_callerHangsUp_reachesTheGeneratorAndFreesThePlace() throws Exception {
    mesh.generator(0).stallAfter(4);
    Context.CancellableContext caller = Context.current().withCancellation();
    var call =
        caller.call(
            () ->
                OrchestratorServiceGrpc.newFutureStub(mesh.channel())
                    .runStrategy(Specs.run(Specs.bestOf(8))));
    assertThat(mesh.generator(0).stalled().await(SOON, TimeUnit.SECONDS)).isTrue();
    Failures.expect(ErrorReason.ERROR_REASON_QUEUE_FULL, () -> run(Specs.greedy()));

    caller.cancel(null);

    assertThat(mesh.generator(0).cancelled().await(SOON, TimeUnit.SECONDS)).isTrue();
    assertThat(call).failsWithin(SOON, TimeUnit.SECONDS);
    mesh.generator(0).released().countDown();
    mesh.generator(0).stallAfter(Integer.MAX_VALUE);
    org.junit.jupiter.api.Assertions.assertTimeout(
        java.time.Duration.ofSeconds(SOON), () -> untilServed(mesh));
  }

  @Test
  void run_scoringStartsBeforeGenerationEnds() throws Exception {
    mesh.generator(0).stallAfter(4);
    var call =
        OrchestratorServiceGrpc.newFutureStub(mesh.channel())
            .runStrategy(Specs.run(Specs.bestOf(8)));

    assertThat(mesh.verifier().firstCall().await(SOON, TimeUnit.SECONDS)).isTrue();
    assertThat(call).isNotDone();
    mesh.generator(0).released().countDown();
    assertThat(call).succeedsWithin(SOON, TimeUnit.SECONDS);
  }

  @Test
  void run_floodOfCalls_eachIsServedOrToldToComeBack() throws Exception {
    List<ListenableFuture<RunStrategyResponse>> calls = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      calls.add(
          OrchestratorServiceGrpc.newFutureStub(mesh.channel())
              .runStrategy(Specs.run(Specs.majority(2))));
    }

    int served = 0;
    for (ListenableFuture<RunStrategyResponse> call : calls) {
      try {
        assertThat(call.get().getResult().getCandidatesCount()).isEqualTo(2);
        served++;
      } catch (ExecutionException e) {
        Throwable refused = Objects.requireNonNull(e.getCause());
        assertThat(ErrorMapping.reason(refused)).isEqualTo(ErrorReason.ERROR_REASON_QUEUE_FULL);
        assertThat(Objects.requireNonNull(StatusProto.fromThrowable(refused)).getDetailsList())
            .anyMatch(detail -> detail.is(RetryInfo.class));
      }
    }
    assertThat(served).isPositive();
    untilServed(mesh);
  }

  /** The place is free as soon as the run's thread has seen the hang-up. */
  private static void untilServed(FakeMesh mesh) {
    while (true) {
      try {
        mesh.client().runStrategy(Specs.run(Specs.greedy()));
        return;
      } catch (io.grpc.StatusRuntimeException e) {
        Thread.onSpinWait();
      }
    }
  }

  private void expectSpent(String limit, Consumer<io.metagen.v1.Budget.Builder> set) {
    assertThat(
            Failures.expect(
                    ErrorReason.ERROR_REASON_BUDGET_SPENT,
                    () -> run(budget(Specs.majority(4), set)))
                .getMetadataMap())
        .containsEntry("field", "spec.budget." + limit);
  }

  private RunResult run(RunSpec.Builder spec) {
    return mesh.client().runStrategy(Specs.run(spec)).getResult();
  }

  private static RunSpec.Builder budget(
      RunSpec.Builder spec, Consumer<io.metagen.v1.Budget.Builder> set) {
    set.accept(spec.getBudgetBuilder());
    return spec;
  }
}
