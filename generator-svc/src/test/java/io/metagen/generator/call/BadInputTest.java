package io.metagen.generator.call;

import static io.metagen.generator.call.Requests.finished;
import static io.metagen.generator.call.Requests.generate;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.metagen.error.ErrorMapping;
import io.metagen.generator.TinyModel;
import io.metagen.generator.TinyModelResource;
import io.metagen.v1.AcquireLeaseRequest;
import io.metagen.v1.Constraint;
import io.metagen.v1.Conversation;
import io.metagen.v1.DetokenizeRequest;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GeneratorServiceGrpc.GeneratorServiceBlockingStub;
import io.metagen.v1.GetModelRequest;
import io.metagen.v1.JsonConstraint;
import io.metagen.v1.Prompt;
import io.metagen.v1.ScoreTokensRequest;
import io.metagen.v1.Speculation;
import io.metagen.v1.StepBoundary;
import io.metagen.v1.TokenIds;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller gets for requests that can't be served; after each the service goes on serving. */
@QuarkusTest
@QuarkusTestResource(TinyModelResource.class)
class BadInputTest {
  private ManagedChannel channel;
  private GeneratorServiceBlockingStub generator;

  @BeforeEach
  void open() {
    channel = Requests.channel();
    generator = GeneratorServiceGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void assertStillServing() {
    assertThat(finished(all(generate("still there?", 2, 1).build()))).hasSize(1);
    channel.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 100.5f, Float.NaN, Float.POSITIVE_INFINITY})
  void temperature_outOfRange_isInvalid(float value) {
    assertInvalid("sampling.temperature", r -> r.getSamplingBuilder().setTemperature(value));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, 1.5f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void topP_outOfRange_isInvalid(float value) {
    assertInvalid("sampling.top_p", r -> r.getSamplingBuilder().setTopP(value));
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.5f, 1.5f, Float.NaN})
  void minP_outOfRange_isInvalid(float value) {
    assertInvalid("sampling.min_p", r -> r.getSamplingBuilder().setMinP(value));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, 101, Float.NaN, Float.POSITIVE_INFINITY})
  void repetitionPenalty_outOfRange_isInvalid(float value) {
    assertInvalid(
        "sampling.repetition_penalty", r -> r.getSamplingBuilder().setRepetitionPenalty(value));
  }

  @ParameterizedTest
  @ValueSource(floats = {-2.5f, 2.5f, Float.NaN, Float.NEGATIVE_INFINITY})
  void penalties_outOfRange_areInvalid(float value) {
    assertInvalid(
        "sampling.presence_penalty", r -> r.getSamplingBuilder().setPresencePenalty(value));
    assertInvalid(
        "sampling.frequency_penalty", r -> r.getSamplingBuilder().setFrequencyPenalty(value));
  }

  @Test
  void counts_outOfRange_areInvalid() {
    assertInvalid("sampling.top_k", r -> r.getSamplingBuilder().setTopK(-1));
    assertInvalid("sampling.logprobs", r -> r.getSamplingBuilder().setLogprobs(21));
    assertInvalid("sampling.logprobs", r -> r.getSamplingBuilder().setLogprobs(-1));
    assertInvalid("stop.max_output_tokens", r -> r.getStopBuilder().setMaxOutputTokens(0));
    assertInvalid("stop.max_output_tokens", r -> r.getStopBuilder().setMaxOutputTokens(100_000));
    assertInvalid("stop.min_output_tokens", r -> r.getStopBuilder().setMinOutputTokens(-1));
    assertInvalid("stop.min_output_tokens", r -> r.getStopBuilder().setMinOutputTokens(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 257, Integer.MAX_VALUE})
  void sampleCount_outOfRange_isInvalid(int value) {
    assertInvalid("inputs[0].sample_count", r -> r.getInputsBuilder(0).setSampleCount(value));
  }

  @Test
  void sampleIndices_badOnes_areInvalid() {
    assertInvalid(
        "inputs[0].sample_indices",
        r -> r.getInputsBuilder(0).clearSampleCount().addSampleIndices(3).addSampleIndices(3));
    assertInvalid(
        "inputs[0].sample_indices",
        r -> r.getInputsBuilder(0).clearSampleCount().addSampleIndices(-1));
    assertInvalid("inputs[0].sample_indices", r -> r.getInputsBuilder(0).addSampleIndices(1));
    assertInvalid("inputs[0].max_output_tokens", r -> r.getInputsBuilder(0).setMaxOutputTokens(0));
    assertInvalid(
        "inputs[0].max_output_tokens", r -> r.getInputsBuilder(0).setMaxOutputTokens(100_000));
  }

  @Test
  void samplesTogether_moreThanTheLimit_areInvalid() {
    assertInvalid(
        "inputs",
        r -> {
          r.getInputsBuilder(0).setSampleCount(200);
          r.addInputs(r.getInputs(0));
        });
    assertInvalid("inputs", GenerateRequest.Builder::clearInputs);
  }

  @Test
  void logitBias_badEntries_areInvalid() {
    assertInvalid("sampling.logit_bias[257]", r -> r.getSamplingBuilder().putLogitBias(257, 1));
    assertInvalid("sampling.logit_bias[-1]", r -> r.getSamplingBuilder().putLogitBias(-1, 1));
    assertInvalid("sampling.logit_bias[5]", r -> r.getSamplingBuilder().putLogitBias(5, Float.NaN));
    assertInvalid("sampling.logit_bias[5]", r -> r.getSamplingBuilder().putLogitBias(5, 101));
  }

  @Test
  void stopStrings_emptyLongOrThousands_areInvalid() {
    assertInvalid("stop.stop[0]", r -> r.getStopBuilder().addStop(""));
    assertInvalid("stop.stop[0]", r -> r.getStopBuilder().addStop("x".repeat(257)));
    assertInvalid("stop.stop", r -> r.getStopBuilder().addAllStop(Collections.nCopies(5_000, "x")));
    assertInvalid("stop.stop_token_ids[0]", r -> r.getStopBuilder().addStopTokenIds(257));
    assertInvalid(
        "stop.stop_token_ids",
        r -> r.getStopBuilder().addAllStopTokenIds(Collections.nCopies(65, 1)));
    assertInvalid("stop.step", r -> r.getStopBuilder().setStep(StepBoundary.newBuilder()));
    assertInvalid(
        "stop.step.token_count",
        r -> r.getStopBuilder().setStep(StepBoundary.newBuilder().setTokenCount(0)));
    assertInvalid(
        "stop.step.delimiter",
        r -> r.getStopBuilder().setStep(StepBoundary.newBuilder().setDelimiter("")));
  }

  @Test
  void prompts_emptyOrUnknownTokens_areInvalid() {
    assertInvalid("inputs[0].prompt.text", r -> prompt(r, Prompt.newBuilder().setText("")));
    assertInvalid("inputs[0].prompt", r -> prompt(r, Prompt.newBuilder()));
    assertInvalid(
        "inputs[0].prompt.token_ids.ids",
        r -> prompt(r, Prompt.newBuilder().setTokenIds(TokenIds.newBuilder())));
    assertInvalid(
        "inputs[0].prompt.token_ids.ids[1]",
        r ->
            prompt(
                r, Prompt.newBuilder().setTokenIds(TokenIds.newBuilder().addIds(1).addIds(257))));
    assertInvalid("cache_salt", r -> r.setCacheSalt("s".repeat(129)));
  }

  @Test
  void prompt_overLong_isContextTooLongWithTheCounts() {
    StatusRuntimeException failed =
        fail(() -> all(generate("x".repeat(TinyModel.CONTEXT), 2, 1).build()));
    assertStatus(failed, Status.Code.INVALID_ARGUMENT, "CONTEXT_TOO_LONG");
    assertThat(info(failed).getMetadataMap())
        .containsEntry("promptTokenCount", "256")
        .containsEntry("maxTokenCount", "256");
  }

  @Test
  void model_unknown_isNotFound() {
    assertStatus(
        fail(() -> all(generate("x", 2, 1).setModel("other").build())),
        Status.Code.NOT_FOUND,
        "MODEL_NOT_FOUND");
    assertStatus(
        fail(() -> generator.getModel(GetModelRequest.newBuilder().setModel("other").build())),
        Status.Code.NOT_FOUND,
        "MODEL_NOT_FOUND");
  }

  @Test
  void fields_notImplemented_areRefusedByName() {
    assertNotImplemented(
        "constraint",
        r -> r.setConstraint(Constraint.newBuilder().setJson(JsonConstraint.getDefaultInstance())));
    assertNotImplemented("speculation", r -> r.setSpeculation(Speculation.getDefaultInstance()));
    assertNotImplemented("lease_id", r -> r.setLeaseId("lease"));
    assertNotImplemented(
        "stop.step.regex",
        r -> r.getStopBuilder().setStep(StepBoundary.newBuilder().setRegex("a+")));
  }

  @Test
  void conversation_modelWithoutTemplate_isInvalid() {
    assertInvalid(
        "inputs[0].prompt.conversation",
        r -> prompt(r, Prompt.newBuilder().setConversation(Conversation.getDefaultInstance())));
  }

  @Test
  void leases_areNotImplemented() {
    assertStatus(
        fail(() -> generator.acquireLease(AcquireLeaseRequest.getDefaultInstance())),
        Status.Code.UNIMPLEMENTED,
        "NOT_IMPLEMENTED");
  }

  @Test
  void scoreTokens_badFields_areInvalid() {
    ScoreTokensRequest.Builder request =
        ScoreTokensRequest.newBuilder().setPrompt(Prompt.newBuilder().setText("x"));
    assertField("continuations", fail(() -> generator.scoreTokens(request.build())));
    request.addContinuations(TokenIds.getDefaultInstance());
    assertField("continuations[0].ids", fail(() -> generator.scoreTokens(request.build())));
    request.setContinuations(0, TokenIds.newBuilder().addIds(1)).setTopLogprobs(21);
    assertField("top_logprobs", fail(() -> generator.scoreTokens(request.build())));
    request.setTopLogprobs(0).addTokenIds(-1);
    assertField("token_ids[0]", fail(() -> generator.scoreTokens(request.build())));
  }

  @Test
  void detokenize_unknownToken_isInvalid() {
    assertField(
        "token_ids[0]",
        fail(() -> generator.detokenize(DetokenizeRequest.newBuilder().addTokenIds(-5).build())));
  }

  @Test
  void model_invalidUtf8_isInvalid() {
    ByteString broken = ByteString.copyFrom(new byte[] {(byte) 0xc3, (byte) 0x28});
    GetModelRequest request =
        GetModelRequest.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        GetModelRequest.MODEL_FIELD_NUMBER,
                        UnknownFieldSet.Field.newBuilder().addLengthDelimited(broken).build())
                    .build())
            .build();
    assertStatus(
        fail(() -> generator.getModel(request)), Status.Code.INVALID_ARGUMENT, "INVALID_FIELD");
  }

  @Test
  void message_overTheSizeLimit_isInvalid() {
    StatusRuntimeException failed = fail(() -> all(generate("x".repeat(5_000_000), 2, 1).build()));
    assertField("request", failed);
  }

  @Test
  void outputBehindALongPrompt_moreThanTheContext_isContextTooLong() {
    int prompt = TinyModel.CONTEXT - 5;
    assertThat(all(generate("x".repeat(prompt), 5, 1).build())).isNotEmpty();
    assertStatus(
        fail(() -> all(generate("x".repeat(prompt), 6, 1).build())),
        Status.Code.INVALID_ARGUMENT,
        "CONTEXT_TOO_LONG");
  }

  private void assertInvalid(String field, Consumer<GenerateRequest.Builder> change) {
    GenerateRequest.Builder request = generate("fine", 4, 1);
    change.accept(request);
    assertField(field, fail(() -> all(request.build())));
  }

  private void assertNotImplemented(String field, Consumer<GenerateRequest.Builder> change) {
    GenerateRequest.Builder request = generate("fine", 4, 1);
    change.accept(request);
    StatusRuntimeException failed = fail(() -> all(request.build()));
    assertStatus(failed, Status.Code.UNIMPLEMENTED, "NOT_IMPLEMENTED");
    assertThat(info(failed).getMetadataMap()).containsEntry("field", field);
  }

  private static void assertField(String field, StatusRuntimeException failed) {
    assertStatus(failed, Status.Code.INVALID_ARGUMENT, "INVALID_FIELD");
    var status = requireNonNull(StatusProto.fromThrowable(failed));
    List<String> fields = new ArrayList<>();
    status.getDetailsList().stream()
        .filter(detail -> detail.is(BadRequest.class))
        .forEach(detail -> fields.addAll(fields(detail)));
    assertThat(fields).contains(field);
  }

  private static List<String> fields(Any detail) {
    try {
      return detail.unpack(BadRequest.class).getFieldViolationsList().stream()
          .map(BadRequest.FieldViolation::getField)
          .toList();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertStatus(StatusRuntimeException failed, Status.Code code, String reason) {
    assertThat(failed.getStatus().getCode()).as(failed.getMessage()).isEqualTo(code);
    assertThat(info(failed).getReason()).isEqualTo(reason);
  }

  private static ErrorInfo info(StatusRuntimeException failed) {
    return ErrorMapping.errorInfo(failed).orElseThrow();
  }

  private static StatusRuntimeException fail(ThrowingCallable call) {
    StatusRuntimeException failed = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(failed).as("the call should fail").isNotNull();
    return failed;
  }

  private static void prompt(GenerateRequest.Builder request, Prompt.Builder prompt) {
    request.getInputsBuilder(0).setPrompt(prompt);
  }

  private List<GenerateResponse> all(GenerateRequest request) {
    List<GenerateResponse> events = new ArrayList<>();
    generator.generate(request).forEachRemaining(events::add);
    return events;
  }
}
