package io.metagen.cli.system;

import static io.metagen.cli.system.Failures.failure;
import static io.metagen.cli.system.Failures.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.metagen.cli.mesh.ServiceKind;
import io.metagen.v1.GenerateInput;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.Generation;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.Greedy;
import io.metagen.v1.OrchestratorServiceGrpc;
import io.metagen.v1.Problem;
import io.metagen.v1.Prompt;
import io.metagen.v1.StopCriteria;
import io.metagen.v1.Strategy;
import io.metagen.v1.SubscribeKvEventsRequest;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that are broken below the contract, and far too many of them, on real processes. */
final class TransportIT {
  private static final Prompt PROMPT = Prompt.newBuilder().setText("Mia has 12 apples.\n").build();
  private static final int HALF_OPEN = 200;
  private static final int FLOOD = 10_000;

  private static TestMesh mesh;

  @BeforeAll
  static void start() {
    mesh = TestMesh.start(600, 1, Map.of());
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

  @Test
  void generate_invalidUtf8_invalidField() {
    byte[] modelIsNoUtf8 = {0x0a, 0x02, (byte) 0xc3, 0x28};
    MethodDescriptor<byte[], GenerateResponse> method =
        GeneratorServiceGrpc.getGenerateMethod().toBuilder(
                new RawBytes(), GeneratorServiceGrpc.getGenerateMethod().getResponseMarshaller())
            .build();

    StatusRuntimeException failed =
        failure(
            () ->
                ClientCalls.blockingServerStreamingCall(
                        mesh.channel(ServiceKind.GENERATOR, 0),
                        method,
                        CallOptions.DEFAULT,
                        modelIsNoUtf8)
                    .forEachRemaining(_ -> {}));

    require(failed, Status.Code.INVALID_ARGUMENT, "INVALID_FIELD");
  }

  @Test
  void generate_messageOverTheLimit_invalidField() {
    StatusRuntimeException failed = failure(() -> generateWithText(5 << 20));

    require(failed, Status.Code.INVALID_ARGUMENT, "INVALID_FIELD");
    assertThat(failed).hasMessageContaining("at most 4194304 bytes");
  }

  @Test
  void generate_messageOverTheTransportsLimit_isRefused() {
    StatusRuntimeException failed = failure(() -> generateWithText(64 << 20));

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  private static void generateWithText(int length) {
    Prompt huge = Prompt.newBuilder().setText("a".repeat(length)).build();
    GenerateRequest request =
        GenerateRequest.newBuilder().addInputs(GenerateInput.newBuilder().setPrompt(huge)).build();
    mesh.generator(0).generate(request).forEachRemaining(_ -> {});
  }

  @Test
  void run_thousandBadBiasesAndALongName_errorReachesTheClientThroughTheOrchestrator() {
    Generation.Builder generation = Generation.newBuilder();
    for (int id = 0; id < 1000; id++) {
      generation.getSamplingBuilder().putLogitBias(1_000_000 + id, 1);
    }
    Strategy biased =
        Strategy.newBuilder().setGreedy(Greedy.newBuilder().setGeneration(generation)).build();
    Strategy unknown =
        Strategy.newBuilder()
            .setGreedy(
                Greedy.newBuilder()
                    .setGeneration(Generation.newBuilder().setModel("m".repeat(10_000))))
            .build();

    require(failure(() -> run(biased)), Status.Code.INVALID_ARGUMENT, "INVALID_FIELD");
    require(failure(() -> run(unknown)), Status.Code.NOT_FOUND, "MODEL_NOT_FOUND");
  }

  private static void run(Strategy strategy) {
    mesh.orchestrator().runStrategy(Runs.run(Runs.spec(PROMPT, strategy, 1)));
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        Arguments.of(ServiceKind.GENERATOR, GeneratorServiceGrpc.getGenerateMethod(), generate(64)),
        Arguments.of(
            ServiceKind.ORCHESTRATOR,
            OrchestratorServiceGrpc.getRunStrategyMethod(),
            Runs.run(Runs.spec(PROMPT, Runs.bestOf(4), 1))),
        Arguments.of(
            ServiceKind.ORCHESTRATOR,
            OrchestratorServiceGrpc.getStreamStrategyMethod(),
            Runs.stream(Runs.spec(PROMPT, Runs.bestOf(4), 1))),
        Arguments.of(
            ServiceKind.VERIFIER,
            VerifierServiceGrpc.getVerifyMethod(),
            VerifyRequest.newBuilder()
                .setProblem(Problem.newBuilder().setPrompt(PROMPT))
                .setVerifier(Runs.REWARD)
                .addCandidates(VerifyCandidate.newBuilder().setText("Answer: 12"))
                .build()));
  }

  /**
   * Opens calls, sends nothing or a message without its end, and abandons the connection after the
   * server has seen them all. Their number is above what every service takes at once, so ones that
   * were kept would be noticed.
   */
  @ParameterizedTest(name = "{0} case {index}")
  @MethodSource("calls")
  <Q extends Message, R extends Message> void call_halfOpen_leavesNothingBehind(
      ServiceKind kind, MethodDescriptor<Q, R> method, Q request) {
    ManagedChannel own =
        NettyChannelBuilder.forAddress("127.0.0.1", mesh.service(kind, 0).ports().grpc())
            .usePlaintext()
            .build();
    requireHealthy(own);
    for (int i = 0; i < HALF_OPEN; i++) {
      ClientCall<Q, R> call = own.newCall(method, CallOptions.DEFAULT);
      call.start(new ClientCall.Listener<>() {}, new Metadata());
      if (i % 2 == 0) {
        call.sendMessage(request);
      }
    }
    requireHealthy(own); // frames arrive in order: the server has all of the above
    own.shutdownNow();
  }

  /**
   * A deadline that is over when the call arrives. Clients give up by themselves then, so it is
   * sent as the bare header; the server resets the stream without a status of its own.
   */
  @ParameterizedTest(name = "{0} case {index}")
  @MethodSource("calls")
  <Q extends Message, R extends Message> void call_deadlineOverOnArrival_startsNothing(
      ServiceKind kind, MethodDescriptor<Q, R> method, Q request) {
    double before = Metrics.of(mesh, 0).value("vllm:generation_tokens_total");
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), "1n");
    Channel channel =
        ClientInterceptors.intercept(
            mesh.channel(kind, 0), MetadataUtils.newAttachHeadersInterceptor(headers));

    StatusRuntimeException failed =
        failure(
            () ->
                ClientCalls.blockingServerStreamingCall(
                        channel, method, CallOptions.DEFAULT, request)
                    .forEachRemaining(_ -> {}));

    assertThat(failed.getStatus().getCode())
        .isIn(Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED);
    assertThat(Metrics.of(mesh, 0).value("vllm:generation_tokens_total")).isEqualTo(before);
  }

  /** A server that minds pings cuts the connection off at the third, after 30 seconds. */
  @Test
  void subscribe_silentForLongAndPinging_isNotCutOff() throws Exception {
    ManagedChannel own =
        NettyChannelBuilder.forAddress(
                "127.0.0.1", mesh.service(ServiceKind.GENERATOR, 0).ports().grpc())
            .usePlaintext()
            .keepAliveTime(10, TimeUnit.SECONDS)
            .build();
    CompletableFuture<Status> closed = new CompletableFuture<>();
    var call = own.newCall(GeneratorServiceGrpc.getSubscribeKvEventsMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            closed.complete(status);
          }
        },
        new Metadata());
    call.request(Integer.MAX_VALUE);
    call.sendMessage(SubscribeKvEventsRequest.getDefaultInstance());
    call.halfClose();

    assertThatThrownBy(() -> closed.get(45, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    own.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource(ServiceKind.class)
  void reflection_everyService_listsItself(ServiceKind kind) throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> questions =
        ServerReflectionGrpc.newStub(mesh.channel(kind, 0))
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    questions.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

    assertThat(answer.get(1, TimeUnit.MINUTES).getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(kind.grpcName(), "grpc.health.v1.Health");
    questions.onCompleted();
  }

  private static void requireHealthy(ManagedChannel channel) {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(1, TimeUnit.MINUTES)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void generate_tenThousandAtOnceOnAQueueOf100_eachIsServedOrToldToComeBack() throws Exception {
    Flood flood =
        Flood.of(
            FLOOD,
            mesh.channel(ServiceKind.GENERATOR, 0),
            GeneratorServiceGrpc.getGenerateMethod(),
            _ -> generate(4));

    assertThat(flood.served()).isBetween(100, FLOOD - 1);
    assertThat(flood.refusals())
        .hasSize(FLOOD - flood.served())
        .containsOnly("RESOURCE_EXHAUSTED QUEUE_FULL with a delay");
  }

  @Test
  void run_tenThousandAtOnce_eachIsServedOrToldToComeBack() throws Exception {
    Flood flood =
        Flood.of(
            FLOOD,
            mesh.channel(ServiceKind.ORCHESTRATOR, 0),
            OrchestratorServiceGrpc.getRunStrategyMethod(),
            i -> Runs.run(Runs.spec(PROMPT, Runs.greedy(), i)));

    assertThat(flood.served()).isBetween(64, FLOOD - 1);
    assertThat(flood.refusals())
        .hasSize(FLOOD - flood.served())
        .containsOnly("RESOURCE_EXHAUSTED QUEUE_FULL with a delay");
  }

  private static GenerateRequest generate(int tokens) {
    return GenerateRequest.newBuilder()
        .addInputs(GenerateInput.newBuilder().setPrompt(PROMPT))
        .setStop(StopCriteria.newBuilder().setMaxOutputTokens(tokens))
        .build();
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
