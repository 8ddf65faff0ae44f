package io.metagen.cli.system;

import static io.metagen.cli.system.Failures.failure;
import static io.metagen.cli.system.Failures.require;
import static io.metagen.cli.system.Failures.requireInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.metagen.v1.AnswerCheck;
import io.metagen.v1.Budget;
import io.metagen.v1.Chain;
import io.metagen.v1.Constraint;
import io.metagen.v1.DetokenizeRequest;
import io.metagen.v1.GenerateInput;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.Generation;
import io.metagen.v1.GenerativeVerifier;
import io.metagen.v1.Greedy;
import io.metagen.v1.OutcomeRewardModel;
import io.metagen.v1.Prompt;
import io.metagen.v1.RunSpec;
import io.metagen.v1.RunStrategyRequest;
import io.metagen.v1.SamplingParams;
import io.metagen.v1.StopCriteria;
import io.metagen.v1.Strategy;
import io.metagen.v1.TokenIds;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad requests to the real services: each gets its code, its reason and the field; the mesh goes on
 * serving.
 */
final class BadInputIT {
  private static final Prompt PROMPT = Prompt.newBuilder().setText("Mia has 12 apples.\n").build();

  private static TestMesh mesh;

  @BeforeAll
  static void start() {
    mesh = TestMesh.start(400, 1, Map.of());
  }

  @AfterAll
  static void stop() {
    if (mesh != null) {
      mesh.close();
    }
  }

  @AfterEach
  void meshGoesOnServing() {
    mesh.requireServing(PROMPT);
  }

  static Stream<Arguments> samplingParams() {
    return Stream.of(
        sampling("temperature", s -> s.setTemperature(-0.1f)),
        sampling("temperature", s -> s.setTemperature(Float.NaN)),
        sampling("temperature", s -> s.setTemperature(Float.POSITIVE_INFINITY)),
        sampling("temperature", s -> s.setTemperature(101)),
        sampling("top_k", s -> s.setTopK(-1)),
        sampling("top_p", s -> s.setTopP(0)),
        sampling("top_p", s -> s.setTopP(1.01f)),
        sampling("top_p", s -> s.setTopP(Float.NaN)),
        sampling("min_p", s -> s.setMinP(-0.01f)),
        sampling("min_p", s -> s.setMinP(1.01f)),
        sampling("repetition_penalty", s -> s.setRepetitionPenalty(0)),
        sampling("repetition_penalty", s -> s.setRepetitionPenalty(Float.NaN)),
        sampling("presence_penalty", s -> s.setPresencePenalty(Float.NEGATIVE_INFINITY)),
        sampling("frequency_penalty", s -> s.setFrequencyPenalty(Float.NaN)),
        sampling("logprobs", s -> s.setLogprobs(21)),
        sampling("logprobs", s -> s.setLogprobs(-1)),
        sampling("logit_bias", s -> s.putLogitBias(Integer.MAX_VALUE, 1)),
        sampling("logit_bias", s -> s.putLogitBias(1, Float.NaN)));
  }

  @ParameterizedTest(name = "{0} case {index}")
  @MethodSource("samplingParams")
  void generate_samplingOutOfRange_namesTheField(String field, SamplingParams sampling) {
    StatusRuntimeException failed =
        failure(() -> generate(request().setSampling(sampling).build()));

    requireInvalid(failed, "sampling." + field);
  }

  /** All but log-probabilities, which a run refuses whatever their value. */
  static Stream<Arguments> runSamplingParams() {
    return samplingParams().filter(arguments -> !"logprobs".equals(arguments.get()[0]));
  }

  @ParameterizedTest(name = "{0} case {index}")
  @MethodSource("runSamplingParams")
  void runStrategy_samplingOutOfRange_namesTheField(String field, SamplingParams sampling) {
    Generation generation = Generation.newBuilder().setSampling(sampling).build();
    Strategy strategy =
        Strategy.newBuilder().setGreedy(Greedy.newBuilder().setGeneration(generation)).build();

    requireInvalid(
        runFailure(spec -> spec.setStrategy(strategy)),
        "spec.strategy.greedy.generation.sampling." + field);
  }

  private static Arguments sampling(String field, UnaryOperator<SamplingParams.Builder> setting) {
    return Arguments.of(field, setting.apply(SamplingParams.newBuilder()).build());
  }

  static Stream<Arguments> generateRequests() {
    StopCriteria.Builder thousands = StopCriteria.newBuilder();
    for (int i = 0; i < 5000; i++) {
      thousands.addStop("stop " + i);
    }
    return Stream.of(
        Arguments.of("inputs", GenerateRequest.getDefaultInstance()),
        input("prompt", i -> i.clearPrompt()),
        input("prompt.text", i -> i.setPrompt(Prompt.newBuilder().setText(""))),
        input("prompt.token_ids", i -> i.setPrompt(ids())),
        input("prompt.token_ids", i -> i.setPrompt(ids(-1))),
        input("prompt.token_ids", i -> i.setPrompt(ids(1_000_000))),
        input("sample_count", i -> i.setSampleCount(0)),
        input("sample_count", i -> i.setSampleCount(-3)),
        input("sample_count", i -> i.setSampleCount(1_000_000)),
        input("sample_indices", i -> i.addAllSampleIndices(List.of(1, 1))),
        input("sample_indices", i -> i.addSampleIndices(-1)),
        stop("stop", s -> s.addStop("")),
        Arguments.of("stop.stop", request().setStop(thousands).build()),
        stop("max_output_tokens", s -> s.setMaxOutputTokens(0)),
        stop("max_output_tokens", s -> s.setMaxOutputTokens(-1)),
        stop("min_output_tokens", s -> s.setMinOutputTokens(-1)),
        stop("min_output_tokens", s -> s.setMaxOutputTokens(2).setMinOutputTokens(3)),
        stop("stop_token_ids", s -> s.addStopTokenIds(1_000_000)),
        Arguments.of("cache_salt", request().setCacheSalt("s".repeat(200)).build()));
  }

  @ParameterizedTest(name = "{0} case {index}")
  @MethodSource("generateRequests")
  void generate_badField_namesTheField(String field, GenerateRequest request) {
    requireInvalid(failure(() -> generate(request)), field);
  }

  @Test
  void generate_promptLongerThanTheContext_contextTooLong() {
    Prompt tooLong = Prompt.newBuilder().setText("Mia has 12 apples. ".repeat(1000)).build();
    StatusRuntimeException failed =
        failure(() -> generate(request().setInputs(0, input(tooLong)).build()));

    ErrorInfo info = require(failed, Status.Code.INVALID_ARGUMENT, "CONTEXT_TOO_LONG");
    assertThat(info.getMetadataMap()).containsKeys("promptTokenCount", "maxTokenCount");
  }

  @Test
  void generate_unknownModel_notFound() {
    StatusRuntimeException failed =
        failure(() -> generate(request().setModel("no-such-model").build()));

    require(failed, Status.Code.NOT_FOUND, "MODEL_NOT_FOUND");
  }

  @Test
  void generate_constraint_notImplementedYet() {
    Constraint constraint =
        Constraint.newBuilder().setJson(io.metagen.v1.JsonConstraint.getDefaultInstance()).build();
    StatusRuntimeException failed =
        failure(() -> generate(request().setConstraint(constraint).build()));

    assertThat(require(failed, Status.Code.UNIMPLEMENTED, "NOT_IMPLEMENTED").getMetadataMap())
        .containsEntry("field", "constraint");
  }

  @Test
  void detokenize_idOutsideTheVocabulary_namesTheField() {
    DetokenizeRequest request = DetokenizeRequest.newBuilder().addTokenIds(9_999_999).build();

    requireInvalid(failure(() -> mesh.generator(0).detokenize(request)), "token_ids");
  }

  @Test
  void run_nothingSet_namesEveryMissingField() {
    StatusRuntimeException failed =
        failure(() -> mesh.orchestrator().runStrategy(RunStrategyRequest.getDefaultInstance()));

    requireInvalid(failed, "spec");
  }

  @Test
  void run_strategyWithoutKind_namesTheField() {
    requireInvalid(
        runFailure(spec -> spec.setStrategy(Strategy.getDefaultInstance())), "spec.strategy");
  }

  @Test
  void run_strategyThatIsNotThereYet_notImplemented() {
    StatusRuntimeException failed =
        runFailure(
            spec -> spec.setStrategy(Strategy.newBuilder().setChain(Chain.getDefaultInstance())));

    assertThat(require(failed, Status.Code.UNIMPLEMENTED, "NOT_IMPLEMENTED").getMetadataMap())
        .containsEntry("field", "spec.strategy.chain");
  }

  @Test
  void run_sampleCounts_outOfRangeNameTheField() {
    for (int samples : new int[] {0, -1, 1_000_000}) {
      requireInvalid(
          runFailure(spec -> spec.setStrategy(Runs.bestOf(samples))),
          "spec.strategy.parallel.sample_count");
    }
  }

  @Test
  void run_unknownVerifierModel_notFound() {
    Verifier unknown =
        Verifier.newBuilder()
            .setOutcomeRewardModel(OutcomeRewardModel.newBuilder().setModel("no-such-model"))
            .build();
    Strategy strategy =
        Runs.parallel(
            io.metagen.v1.Parallel.newBuilder()
                .setBestOfN(io.metagen.v1.BestOfN.newBuilder().setVerifier(unknown)));

    require(
        runFailure(spec -> spec.setStrategy(strategy)), Status.Code.NOT_FOUND, "MODEL_NOT_FOUND");
  }

  @Test
  void run_budgetOfZero_budgetSpent() {
    for (Budget budget :
        List.of(
            Budget.newBuilder().setMaxGeneratedTokens(0).build(),
            Budget.newBuilder().setMaxTotalTokens(0).build(),
            Budget.newBuilder().setMaxGeneratorCalls(0).build(),
            Budget.newBuilder().setMaxFlops(0).build(),
            Budget.newBuilder().setMaxWallTime(Duration.getDefaultInstance()).build())) {
      require(
          runFailure(spec -> spec.setBudget(budget)),
          Status.Code.RESOURCE_EXHAUSTED,
          "BUDGET_SPENT");
    }
  }

  @Test
  void run_negativeBudget_namesTheField() {
    requireInvalid(
        runFailure(spec -> spec.setBudget(Budget.newBuilder().setMaxGeneratedTokens(-1))),
        "spec.budget.max_generated_tokens");
    requireInvalid(
        runFailure(spec -> spec.setBudget(Budget.newBuilder().setMaxFlops(Double.NaN))),
        "spec.budget.max_flops");
  }

  @Test
  void verify_badRequests_nameTheField() {
    VerifyRequest good =
        VerifyRequest.newBuilder()
            .setProblem(io.metagen.v1.Problem.newBuilder().setPrompt(PROMPT))
            .addCandidates(VerifyCandidate.newBuilder().setText("Answer: 12"))
            .setVerifier(Verifier.newBuilder().setAnswerCheck(AnswerCheck.getDefaultInstance()))
            .build();

    assertThat(mesh.verifier().verify(good).getVerifications(0).getAnswer()).isEqualTo("12");
    requireInvalid(
        failure(() -> mesh.verifier().verify(good.toBuilder().clearCandidates().build())),
        "candidates");
    requireInvalid(
        failure(() -> mesh.verifier().verify(good.toBuilder().clearVerifier().build())),
        "verifier");
    Verifier later =
        Verifier.newBuilder().setGenerative(GenerativeVerifier.getDefaultInstance()).build();
    StatusRuntimeException failed =
        failure(() -> mesh.verifier().verify(good.toBuilder().setVerifier(later).build()));
    assertThat(require(failed, Status.Code.NOT_FOUND, "MODEL_NOT_FOUND").getMetadataMap())
        .containsEntry("field", "verifier.generative.model");
  }

  private static GenerateRequest.Builder request() {
    return GenerateRequest.newBuilder().addInputs(input(PROMPT));
  }

  private static GenerateInput input(Prompt prompt) {
    return GenerateInput.newBuilder().setPrompt(prompt).build();
  }

  private static Prompt ids(Integer... ids) {
    return Prompt.newBuilder().setTokenIds(TokenIds.newBuilder().addAllIds(List.of(ids))).build();
  }

  private static Arguments input(String field, UnaryOperator<GenerateInput.Builder> setting) {
    GenerateInput input = setting.apply(input(PROMPT).toBuilder()).build();
    return Arguments.of("inputs[0]." + field, request().setInputs(0, input).build());
  }

  private static Arguments stop(String field, UnaryOperator<StopCriteria.Builder> setting) {
    StopCriteria stop = setting.apply(StopCriteria.newBuilder()).build();
    return Arguments.of("stop." + field, request().setStop(stop).build());
  }

  private static void generate(GenerateRequest request) {
    mesh.generator(0).generate(request).forEachRemaining(_ -> {});
  }

  private static StatusRuntimeException runFailure(UnaryOperator<RunSpec.Builder> change) {
    RunSpec spec = change.apply(Runs.spec(PROMPT, Runs.greedy(), 1).toBuilder()).build();
    return failure(() -> mesh.orchestrator().runStrategy(Runs.run(spec)));
  }
}
