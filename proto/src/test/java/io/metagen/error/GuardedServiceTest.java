package io.metagen.error;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.metagen.v1.DetokenizeRequest;
import io.metagen.v1.DetokenizeResponse;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GetLoadRequest;
import io.metagen.v1.TokenizeRequest;
import io.metagen.v1.TokenizeResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardedServiceTest {
  private static final String DOMAIN = "test.metagen.io";

  private Server server;
  private ManagedChannel channel;

  /** Throws in Tokenize, fails its observer in Detokenize, implements nothing else. */
  private static final class Failing extends GeneratorServiceGrpc.GeneratorServiceImplBase {
    @Override
    public void tokenize(TokenizeRequest request, StreamObserver<TokenizeResponse> observer) {
      if (request.getModel().equals("defect")) {
        throw new IllegalStateException("private detail");
      }
      if (request.getModel().equals("thousand")) {
        Violations violations = new Violations();
        IntStream.range(0, 1000)
            .forEach(i -> violations.check(false, "list[" + i + "]", "must be something else"));
        violations.throwIfAny();
      }
      if (!request.getModel().isEmpty()) {
        throw ServiceException.modelNotFound("model", request.getModel(), List.of("tiny"));
      }
      throw ServiceException.invalidField("prompt", "must be set");
    }

    @Override
    public void detokenize(DetokenizeRequest request, StreamObserver<DetokenizeResponse> observer) {
      observer.onError(ServiceException.budgetSpent("budget.max_total_tokens", "is spent"));
    }
  }

  @BeforeEach
  void start() throws IOException {
    server =
        InProcessServerBuilder.forName("guard")
            .directExecutor()
            .addService(GuardedService.guard(new Failing().bindService(), DOMAIN))
            .build()
            .start();
    channel = InProcessChannelBuilder.forName("guard").directExecutor().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void method_throwsServiceException_callerGetsReasonAndDetails() throws Exception {
    StatusRuntimeException failed =
        fail(() -> stub().tokenize(TokenizeRequest.getDefaultInstance()));

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    ErrorInfo info = ErrorMapping.errorInfo(failed).orElseThrow();
    assertThat(info.getReason()).isEqualTo("INVALID_FIELD");
    assertThat(info.getDomain()).isEqualTo(DOMAIN);
    BadRequest details =
        requireNonNull(StatusProto.fromThrowable(failed)).getDetails(1).unpack(BadRequest.class);
    assertThat(details.getFieldViolations(0).getField()).isEqualTo("prompt");
  }

  @Test
  void method_throwsAnythingElse_callerGetsAnIdAndNoDetail() {
    TokenizeRequest request = TokenizeRequest.newBuilder().setModel("defect").build();
    StatusRuntimeException failed = fail(() -> stub().tokenize(request));

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(failed.getMessage()).doesNotContain("private detail");
    assertThat(ErrorMapping.errorInfo(failed).orElseThrow().getMetadataMap())
        .containsKey("errorId");
  }

  @Test
  void observer_failed_callerGetsTheSameMapping() {
    StatusRuntimeException failed =
        fail(() -> stub().detokenize(DetokenizeRequest.getDefaultInstance()));

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(ErrorMapping.reason(failed)).isEqualTo(ErrorReason.ERROR_REASON_BUDGET_SPENT);
  }

  @Test
  void method_notOverridden_callerGetsNotImplementedWithTheMethod() {
    StatusRuntimeException failed = fail(() -> stub().getLoad(GetLoadRequest.getDefaultInstance()));

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(ErrorMapping.errorInfo(failed).orElseThrow().getMetadataMap())
        .containsEntry("field", "metagen.v1.GeneratorService/GetLoad");
  }

  @Test
  void method_findsAThousandViolations_callerGetsTheFirstAndTheirNumber() throws Exception {
    TokenizeRequest request = TokenizeRequest.newBuilder().setModel("thousand").build();
    StatusRuntimeException failed = fail(() -> stub().tokenize(request));

    assertThat(ErrorMapping.errorInfo(failed).orElseThrow().getMetadataMap())
        .containsEntry("violationCount", "1000")
        .containsEntry("field", "list[0]");
    com.google.rpc.Status status = requireNonNull(StatusProto.fromThrowable(failed));
    assertThat(status.getDetails(1).unpack(BadRequest.class).getFieldViolationsCount())
        .isBetween(16, 100);
    assertThat(status.getSerializedSize()).isLessThan(4000);
  }

  @Test
  void method_repeatsLongTextOfTheCaller_isCut() {
    String name = "\uD83E\uDD16".repeat(5000);
    TokenizeRequest request = TokenizeRequest.newBuilder().setModel(name).build();
    StatusRuntimeException failed = fail(() -> stub().tokenize(request));

    assertThat(ErrorMapping.reason(failed)).isEqualTo(ErrorReason.ERROR_REASON_MODEL_NOT_FOUND);
    com.google.rpc.Status status = requireNonNull(StatusProto.fromThrowable(failed));
    assertThat(status.getMessage()).startsWith("model: \"\uD83E\uDD16").endsWith("…");
    int percentEncoded = 3 * status.getMessageBytes().size();
    int base64 = status.getSerializedSize() * 4 / 3;
    assertThat(percentEncoded + base64).isLessThan(8000);
  }

  @Test
  void request_overTheLimit_callerGetsInvalidField() {
    int most = GuardedService.MAX_REQUEST_BYTES;

    StatusRuntimeException failed = fail(() -> sendRaw(named(most + 1)));

    assertThat(ErrorMapping.reason(failed)).isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    assertThat(failed.getMessage()).contains("request: must have at most 4194304 bytes");
    assertThat(ErrorMapping.reason(fail(() -> sendRaw(named(most)))))
        .isEqualTo(ErrorReason.ERROR_REASON_MODEL_NOT_FOUND);
  }

  /** A request of so many bytes: a field's tag, its length in four bytes, its text. */
  private static byte[] named(int bytes) {
    TokenizeRequest request = TokenizeRequest.newBuilder().setModel("a".repeat(bytes - 5)).build();
    assertThat(request.getSerializedSize()).isEqualTo(bytes);
    return request.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void call_notExactlyOneMessage_callerGetsInvalidField(int messages) throws Exception {
    CompletableFuture<StatusRuntimeException> closed = new CompletableFuture<>();
    ClientCall<TokenizeRequest, TokenizeResponse> call =
        channel.newCall(GeneratorServiceGrpc.getTokenizeMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            closed.complete(status.asRuntimeException(trailers));
          }
        },
        new Metadata());
    call.request(1);
    for (int i = 0; i < messages; i++) {
      call.sendMessage(TokenizeRequest.getDefaultInstance());
    }
    call.halfClose();

    StatusRuntimeException failed = closed.get(10, TimeUnit.SECONDS);
    assertThat(ErrorMapping.reason(failed)).isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    assertThat(failed.getMessage()).contains("exactly one message");
  }

  @Test
  void request_transportTookItsBufferBack_isStillWhole() throws IOException {
    ServerMethodDefinition<?, ?> method =
        GuardedService.guard(new Failing().bindService(), DOMAIN)
            .getMethod("metagen.v1.GeneratorService/Tokenize");
    byte[] request = TokenizeRequest.newBuilder().setModel("defect").build().toByteArray();
    InputStream buffer = new ByteArrayInputStream(request);
    Object message = requireNonNull(method).getMethodDescriptor().parseRequest(buffer);
    buffer.skipNBytes(buffer.available()); // the transport takes it back

    assertThat(((InputStream) message).readAllBytes()).isEqualTo(request);
  }

  @Test
  void request_invalidUtf8_callerGetsInvalidField() {
    byte[] modelIsNoUtf8 = {0x0a, 0x02, (byte) 0xc3, 0x28};
    StatusRuntimeException failed = fail(() -> sendRaw(modelIsNoUtf8));

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(ErrorMapping.reason(failed)).isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
  }

  private GeneratorServiceGrpc.GeneratorServiceBlockingStub stub() {
    return GeneratorServiceGrpc.newBlockingStub(channel);
  }

  private TokenizeResponse sendRaw(byte[] request) {
    MethodDescriptor<byte[], TokenizeResponse> method =
        GeneratorServiceGrpc.getTokenizeMethod().toBuilder(
                new RawBytes(), GeneratorServiceGrpc.getTokenizeMethod().getResponseMarshaller())
            .build();
    return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
  }

  private static StatusRuntimeException fail(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run);
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
