package io.metagen.verifier;

import static io.metagen.v1.StepAggregation.STEP_AGGREGATION_LAST;
import static io.metagen.verifier.Requests.REWARD;
import static io.metagen.verifier.Requests.check;
import static io.metagen.verifier.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.metagen.v1.AnswerCheck;
import io.metagen.v1.Conversation;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.ListVerifiersRequest;
import io.metagen.v1.ListVerifiersResponse;
import io.metagen.v1.Problem;
import io.metagen.v1.ProcessRewardModel;
import io.metagen.v1.Prompt;
import io.metagen.v1.StepAggregation;
import io.metagen.v1.TokenIds;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifierDescription;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.v1.VerifierUsage;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service through a real channel, with a small random reward model. */
@QuarkusTest
@QuarkusTestResource(TinyService.class)
final class VerifierServiceTest {
  private static final ManagedChannel CHANNEL = Requests.channel();

  private final VerifierServiceGrpc.VerifierServiceBlockingStub service =
      VerifierServiceGrpc.newBlockingStub(CHANNEL);

  @AfterAll
  static void disconnect() {
    CHANNEL.shutdownNow();
  }

  @Test
  void verify_rewardModel_scoresInTheCandidatesOrderHoweverTheyAreBatched() {
    List<String> texts = List.of("1 + 1 = 2\nAnswer: 2", "Answer: 3.0", "", "no answer");
    VerifyResponse together = verify("one and one?\n", REWARD, texts);

    assertThat(together.getVerifier()).isEqualTo("reward");
    assertThat(together.getVerifierVersion()).matches("[0-9a-f]{64}");
    assertThat(together.getVerificationsList())
        .extracting(Verification::getAnswer)
        .containsExactly("2", "3", "", "");
    assertThat(together.getVerificationsList())
        .extracting(Verification::hasAnswer)
        .containsExactly(true, true, false, false);
    for (int i = 0; i < texts.size(); i++) {
      Verification alone =
          verify("one and one?\n", REWARD, List.of(texts.get(i))).getVerifications(0);
      double score = together.getVerifications(i).getScore();
      assertThat(score).isStrictlyBetween(0.0, 1.0).isCloseTo(alone.getScore(), within(1e-6));
    }
    assertThat(together.getVerificationsList().stream().map(Verification::getScore))
        .doesNotHaveDuplicates();
  }

  @Test
  void verify_validateOnly_judgesNothing() {
    VerifyRequest request =
        request("one and one?\n", REWARD, List.of("Answer: 2")).toBuilder()
            .setValidateOnly(true)
            .build();

    assertThat(service.verify(request).getVerificationsList()).isEmpty();
    assertThat(service.verify(request.toBuilder().clearCandidates().build()).getVerifier())
        .isEqualTo("reward");
  }

  @Test
  void verify_promptAsTokenIds_scoresAsTheSameText() {
    byte[] text = "two plus two?".getBytes(StandardCharsets.US_ASCII);
    TokenIds.Builder ids = TokenIds.newBuilder();
    for (byte b : text) {
      ids.addIds(b);
    }
    VerifyRequest request =
        request("two plus two?", REWARD, List.of("4")).toBuilder()
            .setProblem(Problem.newBuilder().setPrompt(Prompt.newBuilder().setTokenIds(ids)))
            .build();

    assertThat(service.verify(request).getVerifications(0).getScore())
        .isCloseTo(
            verify("two plus two?", REWARD, List.of("4")).getVerifications(0).getScore(),
            within(1e-6));
  }

  @Test
  void verify_promptAsConversation_scoresAsTheTextOfTheChatTemplate() {
    VerifyRequest request = conversation("user", "two plus two?");

    assertThat(service.verify(request).getVerifications(0).getScore())
        .isCloseTo(
            verify("[user] two plus two?\n[assistant] ", REWARD, List.of("4"))
                .getVerifications(0)
                .getScore(),
            within(1e-6));
  }

  @Test
  void verify_conversationThatTheTemplateRefuses_namesTheField() {
    assertThatThrownBy(() -> service.verify(conversation("nobody", "two plus two?")))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("problem.prompt.conversation")
        .hasMessageContaining("who?");
  }

  private static VerifyRequest conversation(String role, String content) {
    Conversation.Builder conversation = Conversation.newBuilder();
    conversation.addMessagesBuilder().setRole(role).setContent(content);
    return request("unused", REWARD, List.of("4")).toBuilder()
        .setProblem(
            Problem.newBuilder().setPrompt(Prompt.newBuilder().setConversation(conversation)))
        .build();
  }

  @Test
  void verify_usage_countsEveryRowAndWhatTheCacheGave() {
    String prompt = "usage: forty-eight tokens are three full blocks\n";
    assertThat(prompt).hasSize(48);
    VerifyResponse first = verify(prompt, REWARD, List.of("a", "b", "c"));
    VerifyResponse again = verify(prompt, REWARD, List.of("d"));

    assertThat(first.getUsage().getTokenCount()).isEqualTo(3 * (48 + 1 + 1));
    assertThat(first.getUsage().getCachedTokenCount()).isEqualTo(2 * 48);
    assertThat(again.getUsage().getTokenCount()).isEqualTo(48 + 1 + 1);
    assertThat(again.getUsage().getCachedTokenCount()).isEqualTo(48);
    assertThat(first.getUsage().getFlops()).isGreaterThan(10 * again.getUsage().getFlops());
  }

  @Test
  void verify_candidateLongerThanTheContext_failsAloneWithoutAScore() {
    String fits = "x".repeat(TinyRewardModel.CONTEXT - 1 - 1);
    VerifyResponse response = verify("p", REWARD, List.of("4", fits, fits + "x"));

    assertThat(response.getVerificationsList())
        .extracting(Verification::hasScore)
        .containsExactly(true, true, false);
    assertThat(response.getVerifications(2).getFailure().getReason())
        .isEqualTo(ErrorReason.ERROR_REASON_CONTEXT_TOO_LONG);
    assertThat(response.getVerifications(2).getFailure().getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT.value());
    assertThat(response.getVerifications(2).getFailure().getMetadataMap())
        .containsEntry("promptTokenCount", "129")
        .containsEntry("maxTokenCount", "128");
  }

  @Test
  void verify_answerCheck_comparesNormalFormsOrOnlyNormalises() {
    List<String> texts = List.of("Answer: 1,200", "#### 7", "no idea");
    Verifier own = check(AnswerCheck.newBuilder().setReference("$1200.00").build());
    VerifyResponse scored = verify("p", own, texts);
    VerifyResponse normalised = verify("p", check(AnswerCheck.getDefaultInstance()), texts);

    assertThat(scored.getVerifier()).isEqualTo("answer_check");
    assertThat(scored.getVerificationsList())
        .extracting(Verification::getScore)
        .containsExactly(1.0, 0.0, 0.0);
    assertThat(scored.getVerificationsList())
        .extracting(Verification::getAnswer)
        .containsExactly("1200", "7", "");
    assertThat(normalised.getVerificationsList())
        .extracting(Verification::hasScore)
        .containsOnly(false);
    assertThat(normalised.getUsage().getTokenCount()).isZero();
  }

  @Test
  void verify_answerCheck_takesTheProblemsReferenceUnlessItHasItsOwn() {
    VerifyRequest request =
        request("p", check(AnswerCheck.getDefaultInstance()), List.of("Answer: 5"));
    VerifyRequest.Builder known = request.toBuilder();
    known.getProblemBuilder().setReferenceAnswer("5.0");

    assertThat(service.verify(known.build()).getVerifications(0).getScore()).isEqualTo(1);
    known.getVerifierBuilder().getAnswerCheckBuilder().setReference("6");
    assertThat(service.verify(known.build()).getVerifications(0).getScore()).isZero();
  }

  @ParameterizedTest
  @EnumSource(value = StepAggregation.class, mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
  void verify_processRewardModel_scoresStepsAndAggregates(StepAggregation how) {
    VerifyResponse response = verify("problem", steps(how), List.of("1\n22\n\n333\n", "1\n22"));

    assertThat(response.getVerifier()).isEqualTo("steps");
    Verification whole = response.getVerifications(0);
    List<Double> scores = whole.getStepScoresList();
    assertThat(scores).hasSize(3).doesNotHaveDuplicates();
    assertThat(response.getVerifications(1).getStepScoresList())
        .as("what comes later changes no step before it")
        .isEqualTo(scores.subList(0, 2));
    double expected =
        switch (how) {
          case STEP_AGGREGATION_MIN -> Collections.min(scores);
          case STEP_AGGREGATION_PRODUCT -> scores.get(0) * scores.get(1) * scores.get(2);
          case STEP_AGGREGATION_MEAN -> (scores.get(0) + scores.get(1) + scores.get(2)) / 3;
          default -> scores.get(2);
        };
    assertThat(whole.getScore()).isCloseTo(expected, within(1e-12));
    OptionalInt doubted = IntStream.range(0, 3).filter(i -> scores.get(i) < 0.5).findFirst();
    assertThat(whole.hasFeedback()).isEqualTo(doubted.isPresent());
    doubted.ifPresent(i -> assertThat(whole.getFeedback().getStepIndex()).isEqualTo(i));
  }

  @Test
  void verify_pathThatExtendsAScoredOne_computesTheNewStepAlone() {
    String trunk = "a trunk of some length\n".repeat(3);
    VerifyResponse first = verify("incremental", steps(STEP_AGGREGATION_LAST), List.of(trunk));
    VerifyResponse next =
        verify("incremental", steps(STEP_AGGREGATION_LAST), List.of(trunk + "new\n"));

    VerifierUsage usage = next.getUsage();
    assertThat(usage.getTokenCount()).isEqualTo(first.getUsage().getTokenCount() + 4);
    assertThat(usage.getTokenCount() - usage.getCachedTokenCount())
        .as("its own tokens and less than a block before them")
        .isBetween(4L, 4L + 16);
    assertThat(next.getVerifications(0).getStepScoresList().subList(0, 3))
        .isEqualTo(first.getVerifications(0).getStepScoresList());
  }

  @Test
  void verify_candidateWithoutSteps_failsAloneAndHasNoScore() {
    VerifyResponse response =
        verify("problem", steps(STEP_AGGREGATION_LAST), List.of(" \n", "1\n"));

    Verification none = response.getVerifications(0);
    assertThat(none.hasScore()).isFalse();
    assertThat(none.getFailure().getReason()).isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    assertThat(response.getVerifications(1).hasScore()).isTrue();
  }

  private static Verifier steps(StepAggregation how) {
    return Verifier.newBuilder()
        .setProcessRewardModel(ProcessRewardModel.newBuilder().setAggregation(how))
        .build();
  }

  @Test
  void listVerifiers_pagesOfOne_giveAllByName() {
    List<VerifierDescription> all = new ArrayList<>();
    String token = "";
    do {
      ListVerifiersResponse page =
          list(ListVerifiersRequest.newBuilder().setPageSize(1).setPageToken(token));
      assertThat(page.getVerifiersCount()).isEqualTo(1);
      all.addAll(page.getVerifiersList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(all)
        .extracting(VerifierDescription::getName, VerifierDescription::getKind)
        .containsExactly(
            tuple("answer_check", "answer_check"),
            tuple("ensemble", "ensemble"),
            tuple("fake", "generative"),
            tuple("json_schema_check", "json_schema_check"),
            tuple("program_check", "program_check"),
            tuple("regex_check", "regex_check"),
            tuple("reward", "outcome_reward_model"),
            tuple("step_check", "step_check"),
            tuple("steps", "process_reward_model"));
    assertThat(all).extracting(VerifierDescription::getVersion).doesNotContain("");
    assertThat(list(ListVerifiersRequest.newBuilder().setPageSize(1000)).getVerifiersList())
        .isEqualTo(all);
  }

  @Test
  void verify_stepCheck_locatesTheFirstWrongStep() {
    VerifyResponse checked =
        verify(
            StepVerifierTest.PROBLEM,
            StepVerifierTest.STEP,
            List.of("Ben (12+5)*3=51\nAnswer: 51", "Ann 12+5=17\nBen 14*3=42\nAnswer: 42"));

    assertThat(checked.getVerifier()).isEqualTo("step_check");
    assertThat(checked.getVerificationsList())
        .extracting(Verification::getScore)
        .containsExactly(1.0, 0.0);
    assertThat(checked.getVerifications(1).getStepScoresList()).containsExactly(1.0, 0.0, 0.0);
    assertThat(checked.getVerifications(1).getFeedback().getStepIndex()).isEqualTo(1);
    assertThat(checked.getVerifications(1).getFeedback().getText())
        .isEqualTo("starts from 14, but Ann has 17 by then");
  }

  @Test
  void verify_jsonSchemaCheck_namesThePlacesThatAreWrong() {
    Verifier verifier = JsonSchemaVerifierTest.schema("{'properties': {'a': {'type': 'integer'}}}");
    VerifyResponse checked = verify("p", verifier, List.of("{\"a\": 1}", "{\"a\": \"x\"}"));

    assertThat(checked.getVerifier()).isEqualTo("json_schema_check");
    assertThat(checked.getVerificationsList())
        .extracting(Verification::getScore)
        .containsExactly(1.0, 0.0);
    assertThat(checked.getVerifications(1).getFeedback().getText())
        .isEqualTo("at /a: string found, integer expected");
  }

  @Test
  void verify_regexCheck_saysHowFarTheTextMatched() {
    VerifyResponse checked =
        verify("p", RegexVerifierTest.regex("[ab]+\\n\\d+"), List.of("ab\n12", "ab\n1x"));

    assertThat(checked.getVerifier()).isEqualTo("regex_check");
    assertThat(checked.getVerificationsList())
        .extracting(Verification::getScore)
        .containsExactly(1.0, 0.0);
    assertThat(checked.getVerifications(1).getFeedback().getStepIndex()).isEqualTo(1);
  }

  @Test
  void health_ofTheServiceByName_isServing() {
    HealthCheckResponse health =
        HealthGrpc.newBlockingStub(CHANNEL)
            .check(
                HealthCheckRequest.newBuilder().setService("metagen.v1.VerifierService").build());

    assertThat(health.getStatus()).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
  }

  @Test
  void metrics_afterACall_countCandidatesTokensAndBatches()
      throws IOException, InterruptedException {
    verify("metrics", REWARD, List.of("a", "b"));
    String metrics;
    try (HttpClient client = HttpClient.newHttpClient()) {
      metrics =
          client
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + TinyService.HTTP_PORT + "/metrics"))
                      .version(HttpClient.Version.HTTP_1_1)
                      .timeout(Duration.ofMinutes(1))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
    }

    assertThat(metrics)
        .contains(
            "metagen_verifier_batches_total",
            "metagen_verifier_batched_candidates_total",
            "metagen_verifier_waiting_candidates",
            "metagen_verifier_tokens_total{verifier=\"reward\"}",
            "metagen_verifier_cached_tokens_total{verifier=\"reward\"}",
            "metagen_verifier_verify_seconds_count{verifier=\"reward\"}");
  }

  private VerifyResponse verify(String prompt, Verifier verifier, List<String> texts) {
    return service.verify(request(prompt, verifier, texts));
  }

  private ListVerifiersResponse list(ListVerifiersRequest.Builder request) {
    return service.listVerifiers(request.build());
  }
}
