package io.metagen.orchestrator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.orchestrator.fakes.Failures;
import io.metagen.orchestrator.fakes.FakeMesh;
import io.metagen.orchestrator.fakes.Specs;
import io.metagen.v1.AdaptiveStopping;
import io.metagen.v1.BestOfN;
import io.metagen.v1.CandidateSource;
import io.metagen.v1.Cascade;
import io.metagen.v1.Chain;
import io.metagen.v1.ComputeOptimal;
import io.metagen.v1.Conversation;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Generation;
import io.metagen.v1.Greedy;
import io.metagen.v1.MajorityVote;
import io.metagen.v1.MinimumBayesRisk;
import io.metagen.v1.MultiChainComparison;
import io.metagen.v1.OrchestratorServiceGrpc;
import io.metagen.v1.Parallel;
import io.metagen.v1.Prompt;
import io.metagen.v1.Refinement;
import io.metagen.v1.RejectionSampling;
import io.metagen.v1.RunSpec;
import io.metagen.v1.RunStrategyRequest;
import io.metagen.v1.RunStrategyResponse;
import io.metagen.v1.SamplingParams;
import io.metagen.v1.Strategy;
import io.metagen.v1.TokenIds;
import io.metagen.v1.Tournament;
import io.metagen.v1.TreeSearch;
import io.metagen.v1.WeightedVote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad requests through a real channel; after each one the service goes on serving. */
final class BadInputTest {
  private static FakeMesh mesh;

  @BeforeAll
  static void start() throws IOException {
    mesh = new FakeMesh(1, Map.of("max-samples", "64"));
  }

  @AfterAll
  static void stop() {
    mesh.close();
  }

  @AfterEach
  void goesOnServing() {
    assertThat(call(Specs.greedy()).getResult().getAnswer().getAnswer()).isEqualTo("10");
  }

  static Stream<Arguments> badFields() {
    return Stream.of(
        bad("spec.problem", Specs.greedy().clearProblem()),
        bad("spec.problem.prompt", prompt(Prompt.newBuilder())),
        bad("spec.problem.prompt.text", prompt(Prompt.newBuilder().setText(""))),
        bad(
            "spec.problem.prompt.token_ids.ids",
            prompt(Prompt.newBuilder().setTokenIds(TokenIds.getDefaultInstance()))),
        bad(
            "spec.problem.prompt.conversation.messages",
            prompt(Prompt.newBuilder().setConversation(Conversation.getDefaultInstance()))),
        bad("spec.strategy", Specs.greedy().clearStrategy()),
        bad("spec.strategy", Specs.of(Strategy.newBuilder())),
        bad("spec.strategy.greedy.generation.sampling.temperature", greedyAt(0.5f)),
        bad("spec.strategy.greedy.generation.sampling.temperature", greedyAt(Float.NaN)),
        bad("spec.strategy.parallel.sample_count", Specs.majority(0)),
        bad("spec.strategy.parallel.sample_count", Specs.majority(-1)),
        bad("spec.strategy.parallel.sample_count", Specs.majority(65)),
        bad("spec.strategy.parallel", Specs.of(Parallel.newBuilder())),
        bad(
            "spec.strategy.parallel.best_of_n.verifier",
            Specs.of(Parallel.newBuilder().setBestOfN(BestOfN.getDefaultInstance()))),
        bad(
            "spec.strategy.parallel.weighted_vote.verifier",
            Specs.of(Parallel.newBuilder().setWeightedVote(WeightedVote.getDefaultInstance()))),
        bad("spec.cache_salt", Specs.greedy().setCacheSalt("s".repeat(129))),
        bad("spec.budget.max_generated_tokens", budget(b -> b.setMaxGeneratedTokens(-1))),
        bad("spec.budget.max_total_tokens", budget(b -> b.setMaxTotalTokens(-1))),
        bad("spec.budget.max_generator_calls", budget(b -> b.setMaxGeneratorCalls(-1))),
        bad("spec.budget.max_verifier_calls", budget(b -> b.setMaxVerifierCalls(-1))),
        bad("spec.budget.max_flops", budget(b -> b.setMaxFlops(-1))),
        bad("spec.budget.max_flops", budget(b -> b.setMaxFlops(Double.NaN))),
        bad("spec.budget.max_flops", budget(b -> b.setMaxFlops(Double.POSITIVE_INFINITY))),
        bad("spec.budget.max_wall_time", budget(b -> b.setMaxWallTime(Durations.fromMillis(-1)))));
  }

  @ParameterizedTest
  @MethodSource("badFields")
  void run_badField_isNamedByItsPath(String field, RunSpec.Builder spec) throws Exception {
    assertThat(Failures.badFields(() -> call(spec))).containsExactly(field);
  }

  static Stream<Arguments> badTrees() {
    return Stream.of(
        bad("spec.strategy.tree", tree(TreeSearch.Builder::clearAlgorithm)),
        bad("spec.strategy.tree.verifier", tree(TreeSearch.Builder::clearVerifier)),
        bad(
            "spec.strategy.tree.generation.stop.step",
            tree(t -> t.getGenerationBuilder().getStopBuilder().clearStep())),
        bad(
            "spec.strategy.tree.generation.stop.min_output_tokens",
            tree(t -> t.getGenerationBuilder().getStopBuilder().setMinOutputTokens(1))),
        bad(
            "spec.strategy.tree.generation.stop.max_output_tokens",
            tree(t -> t.getGenerationBuilder().getStopBuilder().setMaxOutputTokens(0))),
        bad("spec.strategy.tree.leaf_selection", tree(t -> t.setLeafSelectionValue(9))),
        bad("spec.strategy.tree.limits.max_depth", tree(t -> t.getLimitsBuilder().setMaxDepth(0))),
        bad("spec.strategy.tree.rebase.width", tree(t -> t.getRebaseBuilder().setWidth(0))),
        bad("spec.strategy.tree.rebase.width", tree(t -> t.getRebaseBuilder().setWidth(257))),
        bad(
            "spec.strategy.tree.rebase.temperature",
            tree(t -> t.getRebaseBuilder().setTemperature(0))),
        bad(
            "spec.strategy.tree.rebase.temperature",
            tree(t -> t.getRebaseBuilder().setTemperature(Double.NaN))));
  }

  @ParameterizedTest
  @MethodSource("badTrees")
  void run_badFieldOfATree_isNamedByItsPath(String field, RunSpec.Builder spec) throws Exception {
    assertThat(Failures.badFields(() -> call(spec))).containsExactly(field);
  }

  private static RunSpec.Builder tree(Consumer<TreeSearch.Builder> change) {
    RunSpec.Builder spec = Specs.rebase(4);
    change.accept(spec.getStrategyBuilder().getTreeBuilder());
    return spec;
  }

  @Test
  void run_withoutSpec_isRefused() throws Exception {
    assertThat(
            Failures.badFields(
                () -> mesh.client().runStrategy(RunStrategyRequest.getDefaultInstance())))
        .containsExactly("spec");
  }

  @Test
  void run_severalBadFields_areAllNamed() throws Exception {
    RunSpec.Builder spec = Specs.majority(0);
    spec.getBudgetBuilder().setMaxFlops(-1);
    spec.getProblemBuilder().getPromptBuilder().setText("");

    assertThat(Failures.badFields(() -> call(spec)))
        .containsExactlyInAnyOrder(
            "spec.problem.prompt.text",
            "spec.budget.max_flops",
            "spec.strategy.parallel.sample_count");
  }

  static Stream<Arguments> notImplemented() {
    return Stream.of(
        bad("spec.strategy.tree.beam_search", tree(t -> t.getBeamSearchBuilder().setBeamCount(2))),
        bad(
            "spec.strategy.tree.limits.merge_duplicates",
            tree(t -> t.getLimitsBuilder().setMergeDuplicates(true))),
        bad(
            "spec.strategy.tree.limits.max_expansions",
            tree(t -> t.getLimitsBuilder().setMaxExpansions(9))),
        bad(
            "spec.strategy.tree.generation.sampling.logprobs",
            tree(t -> t.getGenerationBuilder().getSamplingBuilder().setLogprobs(1))),
        bad(
            "spec.strategy.refinement",
            strategy(s -> s.setRefinement(Refinement.getDefaultInstance()))),
        bad("spec.strategy.chain", strategy(s -> s.setChain(Chain.getDefaultInstance()))),
        bad("spec.strategy.cascade", strategy(s -> s.setCascade(Cascade.getDefaultInstance()))),
        bad(
            "spec.strategy.compute_optimal",
            strategy(s -> s.setComputeOptimal(ComputeOptimal.getDefaultInstance()))),
        bad(
            "spec.strategy.parallel.source.strategy",
            Specs.of(
                voting()
                    .setSource(
                        CandidateSource.newBuilder()
                            .setStrategy(
                                Strategy.newBuilder().setGreedy(Greedy.getDefaultInstance()))))),
        bad(
            "spec.strategy.parallel.adaptive_stopping",
            Specs.of(voting().setAdaptiveStopping(AdaptiveStopping.getDefaultInstance()))),
        bad(
            "spec.strategy.parallel.rejection_sampling",
            Specs.of(
                Parallel.newBuilder()
                    .setRejectionSampling(RejectionSampling.getDefaultInstance()))),
        bad(
            "spec.strategy.parallel.minimum_bayes_risk",
            Specs.of(
                Parallel.newBuilder().setMinimumBayesRisk(MinimumBayesRisk.getDefaultInstance()))),
        bad(
            "spec.strategy.parallel.tournament",
            Specs.of(Parallel.newBuilder().setTournament(Tournament.getDefaultInstance()))),
        bad(
            "spec.strategy.parallel.multi_chain_comparison",
            Specs.of(
                Parallel.newBuilder()
                    .setMultiChainComparison(MultiChainComparison.getDefaultInstance()))));
  }

  @ParameterizedTest
  @MethodSource("notImplemented")
  void run_whatThisBuildCantDo_isRefusedByItsPath(String field, RunSpec.Builder spec) {
    assertThat(
            Failures.expect(ErrorReason.ERROR_REASON_NOT_IMPLEMENTED, () -> call(spec))
                .getMetadataMap())
        .containsEntry("field", field);
  }

  @Test
  void run_generatorRefusesField_isNamedAsInTheRunsOwnRequest() throws Exception {
    try (FakeMesh own = new FakeMesh(1, Map.of())) {
      own.generator(0).refuse(ServiceException.invalidField("sampling.top_p", "must be in (0, 1]"));

      assertThat(Failures.badFields(() -> own.client().runStrategy(Specs.run(Specs.majority(4)))))
          .containsExactly("spec.strategy.parallel.source.generation.sampling.top_p");
    }
  }

  @Test
  void run_generatorRefusesPrompt_isNamedAsInTheRunsOwnRequest() throws Exception {
    try (FakeMesh own = new FakeMesh(1, Map.of())) {
      own.generator(0)
          .refuse(ServiceException.invalidField("inputs[0].prompt.text", "must be shorter"));

      assertThat(Failures.badFields(() -> own.client().runStrategy(Specs.run(Specs.greedy()))))
          .containsExactly("spec.problem.prompt.text");
    }
  }

  @Test
  void run_unknownVerifier_isNotFoundByItsPathBeforeAnythingIsDrawn() throws Exception {
    try (FakeMesh own = new FakeMesh(1, Map.of())) {
      own.verifier()
          .refuse(
              ServiceException.modelNotFound(
                  "verifier.outcome_reward_model.model", "gold", List.of("reward")));

      assertThat(
              Failures.expect(
                      ErrorReason.ERROR_REASON_MODEL_NOT_FOUND,
                      () -> own.client().runStrategy(Specs.run(Specs.bestOf(4))))
                  .getMetadataMap())
          .containsEntry(
              "field", "spec.strategy.parallel.best_of_n.verifier.outcome_reward_model.model");
      assertThat(own.generator(0).requests()).isEmpty();
    }
  }

  @Test
  void run_generatorQueueFull_passesWithRetryInfo() throws Exception {
    try (FakeMesh own = new FakeMesh(1, Map.of())) {
      own.generator(0)
          .refuse(
              ServiceException.retryable(
                  ErrorReason.ERROR_REASON_QUEUE_FULL,
                  "full",
                  Map.of(),
                  Duration.ofSeconds(3),
                  null));

      Failures.expect(
          ErrorReason.ERROR_REASON_QUEUE_FULL,
          () -> own.client().runStrategy(Specs.run(Specs.greedy())));
    }
  }

  @Test
  void run_deadlineNearerThanTheMargin_isRefusedAsDeadline() throws IOException {
    try (FakeMesh own = new FakeMesh(1, Map.of("deadline-margin", "1h"))) {
      Failures.expect(
          ErrorReason.ERROR_REASON_DEADLINE,
          () ->
              own.client()
                  .withDeadlineAfter(30, TimeUnit.MINUTES)
                  .runStrategy(Specs.run(Specs.greedy())));
      assertThat(own.generator(0).requests()).isEmpty();
    }
  }

  @Test
  void run_longestWallTimeThatADurationHolds_isServed() {
    RunSpec.Builder spec = Specs.greedy();
    spec.getBudgetBuilder().setMaxWallTime(Durations.MAX_VALUE);

    assertThat(mesh.client().runStrategy(Specs.run(spec)).getResult().getCandidatesCount()).isOne();
  }

  @Test
  void run_neverFitsIntoTheGeneratorsMemory_tellsTheCountsAndNoDelay() throws IOException {
    try (FakeMesh own = new FakeMesh(1, Map.of())) {
      own.generator(0)
          .refuse(
              ServiceException.of(
                  ErrorReason.ERROR_REASON_KV_EXHAUSTED,
                  "never fits",
                  Map.of("tokenCount", "9", "maxTokenCount", "8")));

      StatusRuntimeException failed =
          Failures.of(() -> own.client().runStrategy(Specs.run(Specs.greedy())));
      assertThat(ErrorMapping.reason(failed)).isEqualTo(ErrorReason.ERROR_REASON_KV_EXHAUSTED);
      assertThat(ErrorMapping.errorInfo(failed).orElseThrow().getMetadataMap())
          .containsEntry("tokenCount", "9")
          .containsEntry("maxTokenCount", "8");
      assertThat(Objects.requireNonNull(StatusProto.fromThrowable(failed)).getDetailsList())
          .noneMatch(detail -> detail.is(RetryInfo.class));
    }
  }

  @Test
  void run_logprobs_areNotImplementedYet() {
    RunSpec.Builder spec = Specs.bestOf(4);
    spec.getStrategyBuilder()
        .getParallelBuilder()
        .getSourceBuilder()
        .getGenerationBuilder()
        .getSamplingBuilder()
        .setLogprobs(2);

    Failures.expect(
        ErrorReason.ERROR_REASON_NOT_IMPLEMENTED, () -> mesh.client().runStrategy(Specs.run(spec)));
  }

  @Test
  void run_invalidUtf8_isRefused() {
    byte[] salt = {(byte) 0xc3, 0x28};
    ByteString spec =
        ByteString.copyFrom(new byte[] {0x2a, 0x02}).concat(ByteString.copyFrom(salt));
    byte[] request =
        ByteString.copyFrom(new byte[] {0x0a, (byte) spec.size()}).concat(spec).toByteArray();

    StatusRuntimeException failed = Failures.of(() -> sendRaw(request));

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(ErrorMapping.reason(failed)).isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
  }

  @Test
  void run_messageOverTheLimit_isRefused() {
    RunSpec.Builder spec = prompt(Prompt.newBuilder().setText("word ".repeat(1_000_000)));

    assertThat(Failures.of(() -> call(spec)).getStatus().getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  private static RunStrategyResponse call(RunSpec.Builder spec) {
    return mesh.client().runStrategy(Specs.run(spec));
  }

  private static void sendRaw(byte[] request) {
    MethodDescriptor<byte[], RunStrategyResponse> method =
        OrchestratorServiceGrpc.getRunStrategyMethod().toBuilder(
                new RawBytes(),
                OrchestratorServiceGrpc.getRunStrategyMethod().getResponseMarshaller())
            .build();
    ClientCalls.blockingUnaryCall(mesh.channel(), method, CallOptions.DEFAULT, request);
  }

  private static Arguments bad(String field, RunSpec.Builder spec) {
    return Arguments.of(field, spec);
  }

  private static RunSpec.Builder prompt(Prompt.Builder prompt) {
    RunSpec.Builder spec = Specs.greedy();
    spec.getProblemBuilder().setPrompt(prompt);
    return spec;
  }

  private static RunSpec.Builder greedyAt(float temperature) {
    return strategy(
        s ->
            s.setGreedy(
                Greedy.newBuilder()
                    .setGeneration(
                        Generation.newBuilder()
                            .setSampling(
                                SamplingParams.newBuilder().setTemperature(temperature)))));
  }

  private static RunSpec.Builder strategy(java.util.function.Consumer<Strategy.Builder> set) {
    Strategy.Builder strategy = Strategy.newBuilder();
    set.accept(strategy);
    return Specs.of(strategy);
  }

  private static Parallel.Builder voting() {
    return Parallel.newBuilder().setMajorityVote(MajorityVote.getDefaultInstance());
  }

  private static RunSpec.Builder budget(
      java.util.function.Consumer<io.metagen.v1.Budget.Builder> set) {
    RunSpec.Builder spec = Specs.greedy();
    set.accept(spec.getBudgetBuilder());
    return spec;
  }

  private record RawBytes() implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException("requests are only sent");
    }
  }
}
