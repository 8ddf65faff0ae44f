package io.metagen.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.metagen.error.ErrorMapping;
import io.metagen.v1.AnswerCheck;
import io.metagen.v1.CompareRequest;
import io.metagen.v1.Conversation;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.ListVerifiersRequest;
import io.metagen.v1.ListVerifiersResponse;
import io.metagen.v1.OutcomeRewardModel;
import io.metagen.v1.Problem;
import io.metagen.v1.ProcessRewardModel;
import io.metagen.v1.Prompt;
import io.metagen.v1.TokenIds;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifierDescription;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.v1.VerifyCandidate;
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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The service through a real channel, with a small random reward model. */
@QuarkusTest
@QuarkusTestResource(TinyService.class)
final class VerifierServiceTest {
  private static final ManagedChannel CHANNEL =
      Grpc.newChannelBuilder(
              "127.0.0.1:" + TinyService.GRPC_PORT, InsecureChannelCredentials.create())
          .build();
  private static final Verifier REWARD =
      Verifier.newBuilder().setOutcomeRewardModel(OutcomeRewardModel.getDefaultInstance()).build();

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

  @Test
  void verify_badRequests_nameTheField() {
    VerifyRequest good = request("p", REWARD, List.of("a"));

    assertInvalid(good.toBuilder().clearProblem().build(), "problem");
    assertInvalid(request("", REWARD, List.of("a")), "problem.prompt.text");
    assertInvalid(request("p", REWARD, List.of()), "candidates");
    assertInvalid(
        request("p", REWARD, Collections.nCopies(TinyService.MOST_CANDIDATES + 1, "a")),
        "candidates");
    assertInvalid(good.toBuilder().clearVerifier().build(), "verifier.kind");
    assertInvalid(withPrompt(good, Prompt.getDefaultInstance()), "problem.prompt");
    assertInvalid(
        withPrompt(
            good, Prompt.newBuilder().setTokenIds(TokenIds.newBuilder().addIds(264)).build()),
        "problem.prompt.token_ids.ids[0]");
    assertInvalid(
        withPrompt(
            good, Prompt.newBuilder().setConversation(Conversation.getDefaultInstance()).build()),
        "problem.prompt.conversation.messages");
    assertInvalid(
        request("p", check(AnswerCheck.newBuilder().setReference(" ").build()), List.of("a")),
        "verifier.answer_check.reference");
    assertThat(service.verify(good).getVerificationsCount()).isEqualTo(1);
  }

  @Test
  void verify_unknownModelOrKind_isNotFoundOrUnimplemented() {
    Verifier unknown =
        Verifier.newBuilder()
            .setOutcomeRewardModel(OutcomeRewardModel.newBuilder().setModel("nobody"))
            .build();
    Verifier process =
        Verifier.newBuilder()
            .setProcessRewardModel(ProcessRewardModel.getDefaultInstance())
            .build();

    StatusRuntimeException notFound = failure(request("p", unknown, List.of("a")));
    StatusRuntimeException notBuilt = failure(request("p", process, List.of("a")));

    assertThat(notFound.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(ErrorMapping.errorInfo(notFound).orElseThrow().getMetadataMap())
        .containsEntry("field", "verifier.outcome_reward_model.model")
        .containsEntry("known", "reward");
    assertThat(notBuilt.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(ErrorMapping.errorInfo(notBuilt).orElseThrow().getMetadataMap())
        .containsEntry("field", "verifier.process_reward_model");
  }

  @Test
  void verify_candidateNoUtf8_isAnInvalidField() {
    ByteString candidate = ByteString.copyFrom(new byte[] {0x0a, 2, (byte) 0xc3, 0x28});
    VerifyRequest request =
        request("p", REWARD, List.of()).toBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        VerifyRequest.CANDIDATES_FIELD_NUMBER,
                        UnknownFieldSet.Field.newBuilder().addLengthDelimited(candidate).build())
                    .build())
            .build();

    assertThat(ErrorMapping.reason(failure(request)))
        .isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
  }

  @Test
  void verify_messageOverTheSizeLimit_isRefusedAndTheServiceGoesOn() {
    StatusRuntimeException failed = failure(request("p", REWARD, List.of("x".repeat(5 << 20))));

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(verify("p", REWARD, List.of("a")).getVerificationsCount()).isEqualTo(1);
  }

  @Test
  void verify_deadlinePassed_isDeadlineExceeded() {
    StatusRuntimeException failed =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                service
                    .withDeadlineAfter(-1, TimeUnit.SECONDS)
                    .verify(request("p", REWARD, List.of("a"))));

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void compare_isUnimplementedWithTheMethod() {
    StatusRuntimeException failed =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> service.compare(CompareRequest.getDefaultInstance()));

    assertThat(ErrorMapping.errorInfo(failed).orElseThrow().getMetadataMap())
        .containsEntry("field", "metagen.v1.VerifierService/Compare");
  }

  @Test
  void listVerifiers_pageOfOne_givesAllByNameOverTwoPages() {
    ListVerifiersResponse first = list(ListVerifiersRequest.newBuilder().setPageSize(1));
    ListVerifiersResponse second =
        list(
            ListVerifiersRequest.newBuilder()
                .setPageSize(1)
                .setPageToken(first.getNextPageToken()));

    assertThat(List.of(first.getVerifiers(0), second.getVerifiers(0)))
        .extracting(VerifierDescription::getName, VerifierDescription::getKind)
        .containsExactly(
            tuple("answer_check", "answer_check"), tuple("reward", "outcome_reward_model"));
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(list(ListVerifiersRequest.newBuilder().setPageSize(1000)).getVerifiersCount())
        .isEqualTo(2);
  }

  @Test
  void listVerifiers_badPage_isInvalid() {
    for (ListVerifiersRequest.Builder bad :
        List.of(
            ListVerifiersRequest.newBuilder().setPageSize(-1),
            ListVerifiersRequest.newBuilder().setPageToken("%%"),
            ListVerifiersRequest.newBuilder().setPageToken("bm9uZQ"))) {
      StatusRuntimeException failed =
          catchThrowableOfType(StatusRuntimeException.class, () -> list(bad));
      assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
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

  private StatusRuntimeException failure(VerifyRequest request) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> service.verify(request));
  }

  private void assertInvalid(VerifyRequest request, String field) {
    StatusRuntimeException failed = failure(request);
    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(ErrorMapping.errorInfo(failed).orElseThrow().getMetadataMap())
        .containsEntry("field", field);
  }

  private static VerifyRequest request(String prompt, Verifier verifier, List<String> texts) {
    return VerifyRequest.newBuilder()
        .setProblem(Problem.newBuilder().setPrompt(Prompt.newBuilder().setText(prompt)))
        .addAllCandidates(
            texts.stream().map(t -> VerifyCandidate.newBuilder().setText(t).build()).toList())
        .setVerifier(verifier)
        .build();
  }

  private static VerifyRequest withPrompt(VerifyRequest request, Prompt prompt) {
    return request.toBuilder().setProblem(Problem.newBuilder().setPrompt(prompt)).build();
  }

  private static Verifier check(AnswerCheck check) {
    return Verifier.newBuilder().setAnswerCheck(check).build();
  }
}
