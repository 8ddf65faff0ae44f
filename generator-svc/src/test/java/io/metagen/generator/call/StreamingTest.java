package io.metagen.generator.call;

import static io.metagen.generator.call.Requests.finished;
import static io.metagen.generator.call.Requests.generate;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.metagen.error.ErrorMapping;
import io.metagen.generator.TinyModel;
import io.metagen.generator.TinyModelResource;
import io.metagen.generator.kv.KvFollower;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GeneratorServiceGrpc.GeneratorServiceBlockingStub;
import io.metagen.v1.GetLoadRequest;
import io.metagen.v1.GetLoadResponse;
import io.metagen.v1.Prompt;
import io.metagen.v1.SubscribeKvEventsRequest;
import io.metagen.v1.SubscribeKvEventsResponse;
import io.metagen.v1.TokenizeRequest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long calls through a real channel: hang-ups, deadlines, slow readers, floods, subscriptions. */
@QuarkusTest
@QuarkusTestResource(TinyModelResource.class)
class StreamingTest {
  private static final int LONG = TinyModel.CONTEXT - 20;

  private ManagedChannel channel;
  private GeneratorServiceBlockingStub generator;

  @BeforeEach
  void open() {
    channel = Requests.channel();
    generator = GeneratorServiceGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
  }

  /** Collects a stream that is read one message at a time, when the test allows it. */
  private static final class SlowReader
      implements ClientResponseObserver<GenerateRequest, GenerateResponse> {
    final CompletableFuture<List<GenerateResponse>> all = new CompletableFuture<>();
    final Semaphore started = new Semaphore(0);
    private final List<GenerateResponse> events = new ArrayList<>();
    private final CompletableFuture<ClientCallStreamObserver<GenerateRequest>> call =
        new CompletableFuture<>();

    @Override
    public void beforeStart(ClientCallStreamObserver<GenerateRequest> stream) {
      stream.disableAutoRequestWithInitial(1);
      call.complete(stream);
    }

    ClientCallStreamObserver<GenerateRequest> call() {
      return call.join();
    }

    @Override
    public void onNext(GenerateResponse event) {
      events.add(event);
      started.release();
    }

    @Override
    public void onError(Throwable thrown) {
      all.completeExceptionally(thrown);
    }

    @Override
    public void onCompleted() {
      all.complete(events);
    }
  }

  @Test
  void generate_callerHangsUp_freesEverySlot() throws InterruptedException {
    SlowReader reader = new SlowReader();
    GeneratorServiceGrpc.newStub(channel).generate(generate("long", LONG, 16).build(), reader);
    reader.started.acquire();
    reader.call().cancel("enough", null);

    awaitIdle();
    assertThat(finished(all(generate("next", 2, 1).build()))).hasSize(1);
  }

  @Test
  void generate_slowReader_blocksNobodyAndGetsEverything() throws Exception {
    SlowReader slow = new SlowReader();
    GeneratorServiceGrpc.newStub(channel).generate(generate("slow", LONG, 4).build(), slow);
    slow.started.acquire();

    assertThat(finished(all(generate("quick", 5, 8).build()))).hasSize(8);

    slow.call().request(Integer.MAX_VALUE);
    List<GenerateResponse> events = slow.all.get();
    assertThat(finished(events)).hasSize(4).allMatch(one -> one.getTokenIdsCount() == LONG);
    assertThat(events.getLast().getFinished().getUsage().getGeneratedTokenCount())
        .isEqualTo(4 * LONG);
  }

  @Test
  void generate_deadlinePassesMidway_callEndsAndSlotsAreFree() throws InterruptedException {
    StatusRuntimeException failed =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                generator
                    .withDeadlineAfter(60, TimeUnit.MILLISECONDS)
                    .generate(generate("late", LONG, 256).build())
                    .forEachRemaining(event -> {}));
    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    awaitIdle();
  }

  @Test
  void generate_floodOnAFullQueue_someServedRestRefusedWithRetryInfo() throws Exception {
    List<SlowReader> readers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      SlowReader reader = new SlowReader();
      GeneratorServiceGrpc.newStub(channel)
          .generate(generate("flood " + i % 10, 20, 4).setStreamDeltas(false).build(), reader);
      reader.call().request(Integer.MAX_VALUE);
      readers.add(reader);
    }
    int served = 0;
    for (SlowReader reader : readers) {
      served += served(reader) ? 1 : 0;
    }
    assertThat(served).isBetween(1, 999);
    awaitIdle();
    assertThat(finished(all(generate("after", 2, 1).build()))).hasSize(1);
  }

  private static boolean served(SlowReader reader) throws InterruptedException {
    try {
      return finished(reader.all.get()).size() == 4;
    } catch (ExecutionException e) {
      assertThat(ErrorMapping.reason(requireNonNull(e.getCause())))
          .isEqualTo(ErrorReason.ERROR_REASON_QUEUE_FULL);
      return false;
    }
  }

  @Test
  void subscribeKvEvents_whileGenerating_followerKnowsThePrompt() {
    String prompt = "a prompt whose full blocks a follower will know";
    List<ByteString> hashes =
        generator
            .tokenize(
                TokenizeRequest.newBuilder().setPrompt(Prompt.newBuilder().setText(prompt)).build())
            .getBlockHashesList();
    KvFollower follower = new KvFollower();
    Iterator<SubscribeKvEventsResponse> updates =
        generator.subscribeKvEvents(SubscribeKvEventsRequest.getDefaultInstance());
    SubscribeKvEventsResponse first = updates.next();
    assertThat(first.hasSnapshot()).isTrue();
    follower.apply(first);
    all(generate(prompt, 3, 1).build());
    while (!follower.blocks().keySet().containsAll(hashes)) {
      follower.apply(updates.next());
    }
    KvFollower replayed = new KvFollower();
    Iterator<SubscribeKvEventsResponse> replay =
        generator.subscribeKvEvents(
            SubscribeKvEventsRequest.newBuilder().setStartSequenceNumber(1).build());
    while (replayed.last() < follower.last()) {
      replayed.apply(replay.next());
    }
    assertThat(replayed.blocks()).containsAllEntriesOf(follower.blocks());
  }

  @Test
  void health_serviceByName_serves() {
    var health = HealthGrpc.newBlockingStub(channel);
    assertThat(
            health
                .check(
                    HealthCheckRequest.newBuilder()
                        .setService(GeneratorServiceGrpc.SERVICE_NAME)
                        .build())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  /** The load report is refreshed after every step, so this ends with the step that frees all. */
  private void awaitIdle() {
    GetLoadResponse load = generator.getLoad(GetLoadRequest.getDefaultInstance());
    while (load.getRunningSequenceCount() > 0
        || load.getWaitingSequenceCount() > 0
        || load.getUsedBlockCount() > 0) {
      Thread.onSpinWait();
      load = generator.getLoad(GetLoadRequest.getDefaultInstance());
    }
  }

  private List<GenerateResponse> all(GenerateRequest request) {
    List<GenerateResponse> events = new ArrayList<>();
    generator.generate(request).forEachRemaining(events::add);
    return events;
  }
}
