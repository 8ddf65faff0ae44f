package io.metagen.verifier;

import static io.metagen.verifier.Requests.REWARD;
import static io.metagen.verifier.Requests.check;
import static io.metagen.verifier.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.metagen.error.ErrorMapping;
import io.metagen.v1.AnswerCheck;
import io.metagen.v1.Conversation;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.GenerativeVerifier;
import io.metagen.v1.ListVerifiersRequest;
import io.metagen.v1.ListVerifiersResponse;
import io.metagen.v1.OutcomeRewardModel;
import io.metagen.v1.Problem;
import io.metagen.v1.Prompt;
import io.metagen.v1.TokenIds;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Bad input through a real channel: every refusal has its reason, and the service goes on. */
@QuarkusTest
@QuarkusTestResource(TinyService.class)
final class VerifierBadInputTest {
  private static final ManagedChannel CHANNEL = Requests.channel();

  private final VerifierServiceGrpc.VerifierServiceBlockingStub service =
      VerifierServiceGrpc.newBlockingStub(CHANNEL);

  @AfterAll
  static void disconnect() {
    CHANNEL.shutdownNow();
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
  void verify_validateOnly_refusesWhatJudgingWouldRefuse() {
    VerifyRequest good = request("p", REWARD, List.of()).toBuilder().setValidateOnly(true).build();

    assertInvalid(good.toBuilder().clearVerifier().build(), "verifier.kind");
    assertInvalid(
        withPrompt(
            good, Prompt.newBuilder().setTokenIds(TokenIds.newBuilder().addIds(264)).build()),
        "problem.prompt.token_ids.ids[0]");
    assertInvalid(
        good.toBuilder()
            .setVerifier(check(AnswerCheck.newBuilder().setReference(" ").build()))
            .build(),
        "verifier.answer_check.reference");
    assertThat(service.verify(good).getVerificationsCount()).isZero();
  }

  @Test
  void verify_unknownModelOrJudge_isNotFound() {
    Verifier unknown =
        Verifier.newBuilder()
            .setOutcomeRewardModel(OutcomeRewardModel.newBuilder().setModel("nobody"))
            .build();
    Verifier generative =
        Verifier.newBuilder()
            .setGenerative(GenerativeVerifier.newBuilder().setModel("nobody"))
            .build();

    StatusRuntimeException notFound = failure(request("p", unknown, List.of("a")));
    StatusRuntimeException noJudge = failure(request("p", generative, List.of("a")));

    assertThat(notFound.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(ErrorMapping.errorInfo(notFound).orElseThrow().getMetadataMap())
        .containsEntry("field", "verifier.outcome_reward_model.model")
        .containsEntry("known", "reward");
    assertThat(noJudge.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(ErrorMapping.errorInfo(noJudge).orElseThrow().getMetadataMap())
        .containsEntry("field", "verifier.generative.model")
        .containsEntry("known", "fake");
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

    assertThat(ErrorMapping.reason(failed)).isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    assertThat(verify("p", REWARD, List.of("a")).getVerificationsCount()).isEqualTo(1);
  }

  @Test
  void verify_problemLongerThanTheContext_isContextTooLong() {
    StatusRuntimeException failed =
        failure(request("x".repeat(TinyRewardModel.CONTEXT), REWARD, List.of("a")));

    assertThat(ErrorMapping.reason(failed)).isEqualTo(ErrorReason.ERROR_REASON_CONTEXT_TOO_LONG);
    assertThat(ErrorMapping.errorInfo(failed).orElseThrow().getMetadataMap())
        .containsEntry("promptTokenCount", "128")
        .containsEntry("maxTokenCount", "128");
  }

  @Test
  void verify_referenceTooLong_namesTheField() {
    String reference = ".".repeat(1001);

    assertInvalid(
        request("p", check(AnswerCheck.newBuilder().setReference(reference).build()), List.of("a")),
        "verifier.answer_check.reference");
  }

  @Test
  void verify_stepCheckOfSomethingElse_namesThePrompt() {
    VerifyRequest good =
        request(StepVerifierTest.PROBLEM, StepVerifierTest.STEP, List.of("Answer: 1"));

    assertInvalid(request("one and one?", StepVerifierTest.STEP, List.of("a")), "problem.prompt");
    assertInvalid(
        withPrompt(good, Prompt.newBuilder().setTokenIds(TokenIds.newBuilder().addIds(1)).build()),
        "problem.prompt.token_ids");
    assertThat(service.verify(good).getVerificationsCount()).isEqualTo(1);
  }

  @Test
  void verify_badSchemaOrPattern_namesTheField() {
    assertInvalid(
        request("p", JsonSchemaVerifierTest.schema("{'type': 'objekt'}"), List.of("{}")),
        "verifier.json_schema_check.schema");
    assertInvalid(
        request("p", RegexVerifierTest.regex("(a"), List.of("a")), "verifier.regex_check.pattern");
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

  private static VerifyRequest withPrompt(VerifyRequest request, Prompt prompt) {
    return request.toBuilder().setProblem(Problem.newBuilder().setPrompt(prompt)).build();
  }
}
