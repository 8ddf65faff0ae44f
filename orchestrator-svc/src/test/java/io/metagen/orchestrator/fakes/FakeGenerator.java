package io.metagen.orchestrator.fakes;

import com.google.protobuf.ByteString;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.metagen.error.GuardedService;
import io.metagen.error.ServiceException;
import io.metagen.v1.FinishReason;
import io.metagen.v1.GenerateFinished;
import io.metagen.v1.GenerateInput;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.GenerateStarted;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GetModelRequest;
import io.metagen.v1.GetModelResponse;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.TokenUsage;
import io.metagen.v1.TokenizeRequest;
import io.metagen.v1.TokenizeResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A generator replica that answers from {@link Solutions}. It can stall or die after some samples
 * of a call, and refuse calls. Model: 2 x 10 operations per token, 4 per attended token, context
 * 64.
 */
public final class FakeGenerator
    implements GeneratorServiceGrpc.AsyncService, BindableService, AutoCloseable {
  /** Tokens of every prompt: its words. */
  public static final int CONTEXT = 64;

  private static final int BLOCK = 2;

  private final Server server;
  private final TraceHeaders traces = new TraceHeaders();
  private final Queue<GenerateRequest> requests = new ConcurrentLinkedQueue<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger deltas = new AtomicInteger();
  private volatile int stallAfter = Integer.MAX_VALUE;
  private volatile int dieAfter = Integer.MAX_VALUE;
  private volatile int deltasPerToken = 1;
  private volatile int tokensBeforeStall;
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile @Nullable ServiceException refusal;

  /** Starts on a free port. */
  public FakeGenerator() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .addService(this)
            .intercept(traces)
            .build()
            .start();
  }

  @Override
  public ServerServiceDefinition bindService() {
    return GuardedService.guard(GeneratorServiceGrpc.bindService(this), "generator.metagen.io");
  }

  /** Returns the trace contexts that calls came with. */
  public java.util.List<String> traceparents() {
    return traces.seen();
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  public List<GenerateRequest> requests() {
    return List.copyOf(requests);
  }

  /** Every call hangs once it has finished that many samples. */
  public void stallAfter(int samples) {
    stallAfter = samples;
  }

  /** The replica's server dies now; a hanging call hears nothing of it. */
  public void kill() {
    server.shutdownNow();
  }

  /** A call that hangs has sent so many tokens of its next sample. */
  public void tokensBeforeStall(int tokens) {
    tokensBeforeStall = tokens;
  }

  /** The replica's server dies once a call has finished that many samples. */
  public void dieAfter(int samples) {
    dieAfter = samples;
  }

  public void refuse(ServiceException with) {
    refusal = with;
  }

  /** Sends each token's delta that many times as long, to fill buffers. */
  public void deltasPerToken(int times) {
    deltasPerToken = times;
  }

  public int deltasSent() {
    return deltas.get();
  }

  public CountDownLatch cancelled() {
    return cancelled;
  }

  /** Returns the latch that the first call opens. */
  public CountDownLatch firstCall() {
    return first;
  }

  public CountDownLatch stalled() {
    return stalled;
  }

  public CountDownLatch released() {
    return released;
  }

  @Override
  public void tokenize(TokenizeRequest request, StreamObserver<TokenizeResponse> observer) {
    int count = promptTokens(request.getPrompt().getText());
    TokenizeResponse.Builder response = TokenizeResponse.newBuilder().setModelVersion("v1");
    IntStream.range(0, count).forEach(response::addTokenIds);
    for (int block = 0; block < count / BLOCK; block++) {
      response.addBlockHashes(ByteString.copyFromUtf8(request.getPrompt().getText() + block));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> observer) {
    observer.onNext(
        GetModelResponse.newBuilder()
            .setModel("fake")
            .setMaxContextTokens(CONTEXT)
            .setFlopsPerToken(20)
            .setFlopsPerAttendedToken(4)
            .build());
    observer.onCompleted();
  }

  @Override
  public void generate(GenerateRequest request, StreamObserver<GenerateResponse> observer) {
    ServerCallStreamObserver<GenerateResponse> call =
        (ServerCallStreamObserver<GenerateResponse>) observer;
    call.setOnCancelHandler(cancelled::countDown);
    requests.add(request);
    first.countDown();
    ServiceException refused = refusal;
    if (refused != null) {
      throw refused;
    }
    Thread.ofVirtual().start(() -> answer(request, call));
  }

  /** Returns the tokens of a prompt: its words. */
  public static int promptTokens(String prompt) {
    return prompt.split(" ").length;
  }

  private void answer(GenerateRequest request, ServerCallStreamObserver<GenerateResponse> call) {
    if (request.getStop().hasStep()) {
      steps(request, call);
      return;
    }
    GenerateInput input = request.getInputs(0);
    List<Integer> indices =
        input.getSampleIndicesCount() > 0
            ? input.getSampleIndicesList()
            : IntStream.range(0, input.getSampleCount()).boxed().toList();
    call.onNext(
        GenerateResponse.newBuilder()
            .setStarted(GenerateStarted.newBuilder().setModel("fake"))
            .build());
    int finished = 0;
    long generated = 0;
    for (int index : indices.reversed()) {
      if (finished == dieAfter) {
        server.shutdownNow();
        return;
      }
      if (finished == stallAfter) {
        delta(index, "unfinished", tokensBeforeStall, call);
        if (!stall()) {
          return;
        }
      }
      generated += sample(request, index, call);
      finished++;
    }
    finish(request, generated, call);
  }

  /** The first step of a solution is its first line, the second step the rest. */
  private static void steps(
      GenerateRequest request, ServerCallStreamObserver<GenerateResponse> call) {
    long generated = 0;
    for (int i = 0; i < request.getInputsCount(); i++) {
      GenerateInput input = request.getInputs(i);
      boolean first = input.getPrompt().hasText();
      for (int index = 0; index < input.getSampleCount(); index++) {
        String[] lines = Solutions.text(input.getSeed(), index).split("\n", 2);
        SampleFinished.Builder sample =
            SampleFinished.newBuilder()
                .setInputIndex(i)
                .setSampleIndex(index)
                .setText(first ? lines[0] + "\n" : lines[1])
                .addTokenIds(first ? 100 + index : 7)
                .setFinishReason(
                    first ? FinishReason.FINISH_REASON_STEP : FinishReason.FINISH_REASON_STOP);
        call.onNext(GenerateResponse.newBuilder().setSampleFinished(sample).build());
        generated++;
      }
    }
    finish(request, generated, call);
  }

  private int sample(
      GenerateRequest request, int index, ServerCallStreamObserver<GenerateResponse> call) {
    String text = Solutions.text(request.getInputs(0).getSeed(), index);
    int limit =
        request.getStop().hasMaxOutputTokens()
            ? request.getStop().getMaxOutputTokens()
            : Integer.MAX_VALUE;
    int tokens = Math.min(limit, Solutions.tokens(index));
    if (request.getStreamDeltas()) {
      delta(index, text, tokens, call);
    }
    SampleFinished.Builder sample =
        SampleFinished.newBuilder()
            .setSampleIndex(index)
            .setText(text)
            .setFinishReason(
                tokens < Solutions.tokens(index)
                    ? FinishReason.FINISH_REASON_LENGTH
                    : FinishReason.FINISH_REASON_STOP);
    IntStream.range(0, tokens).forEach(sample::addTokenIds);
    call.onNext(GenerateResponse.newBuilder().setSampleFinished(sample).build());
    return tokens;
  }

  private void delta(
      int index, String text, int tokens, ServerCallStreamObserver<GenerateResponse> call) {
    for (int token = 0; token < tokens; token++) {
      int from = text.length() * token / tokens;
      int to = text.length() * (token + 1) / tokens;
      while (!call.isReady() && !call.isCancelled()) {
        Thread.onSpinWait();
      }
      deltas.incrementAndGet();
      call.onNext(
          GenerateResponse.newBuilder()
              .setDelta(
                  SampleDelta.newBuilder()
                      .setSampleIndex(index)
                      .setText(text.substring(from, to).repeat(deltasPerToken))
                      .addTokenIds(token))
              .build());
    }
  }

  private static void finish(
      GenerateRequest request, long generated, ServerCallStreamObserver<GenerateResponse> call) {
    int prompt = promptTokens(request.getInputs(0).getPrompt().getText());
    call.onNext(
        GenerateResponse.newBuilder()
            .setFinished(
                GenerateFinished.newBuilder()
                    .setUsage(
                        TokenUsage.newBuilder()
                            .setPromptTokenCount(prompt)
                            .setCachedPromptTokenCount(1)
                            .setGeneratedTokenCount(generated)
                            .setFlops(100.0 * (prompt + generated))))
            .build());
    call.onCompleted();
  }

  private boolean stall() {
    stalled.countDown();
    try {
      released.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    released.countDown();
    server.shutdownNow();
  }
}
