package io.metagen.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.metagen.error.ErrorMapping;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GetLoadRequest;
import io.metagen.v1.GetLoadResponse;
import io.metagen.v1.SubscribeKvEventsRequest;
import io.metagen.v1.SubscribeKvEventsResponse;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DrainTest {
  private final CountDownLatch callStarted = new CountDownLatch(1);
  private final CountDownLatch callMayFinish = new CountDownLatch(1);
  private final InFlightCalls calls = new InFlightCalls();
  private final GrpcHealthStorage health = new GrpcHealthStorage();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Server server;
  private ManagedChannel channel;

  /** GetLoad runs until the test lets it finish; SubscribeKvEvents never ends. */
  private final class Slow extends GeneratorServiceGrpc.GeneratorServiceImplBase {
    @Override
    public void getLoad(GetLoadRequest request, StreamObserver<GetLoadResponse> observer) {
      callStarted.countDown();
      try {
        callMayFinish.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      observer.onNext(GetLoadResponse.getDefaultInstance());
      observer.onCompleted();
    }

    @Override
    public void subscribeKvEvents(
        SubscribeKvEventsRequest request, StreamObserver<SubscribeKvEventsResponse> observer) {
      observer.onNext(SubscribeKvEventsResponse.getDefaultInstance());
    }
  }

  @BeforeEach
  void start() throws IOException {
    server =
        InProcessServerBuilder.forName("drain")
            .executor(threads)
            .addService(new Slow())
            .intercept(calls)
            .build()
            .start();
    channel = InProcessChannelBuilder.forName("drain").build();
    health.setStatus("metagen.v1.GeneratorService", ServingStatus.SERVING);
  }

  @AfterEach
  void stop() {
    callMayFinish.countDown();
    channel.shutdownNow();
    server.shutdownNow();
    threads.shutdownNow();
  }

  @Test
  void onStop_callRuns_healthTurnsNewCallsAreRefusedAndTheCallFinishes() throws Exception {
    Future<GetLoadResponse> running = threads.submit(this::getLoad);
    callStarted.await();
    Future<?> drained =
        threads.submit(new Drain(health, calls, () -> Duration.ofMinutes(1))::onStop);
    StatusRuntimeException refused = refusedOnceDraining();

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(ErrorMapping.reason(refused)).isEqualTo(ErrorReason.ERROR_REASON_NOT_READY);
    assertThat(health.getStatuses().values()).containsOnly(ServingStatus.NOT_SERVING);
    assertThat(drained).isNotDone();

    callMayFinish.countDown();
    assertThat(running.get(10, TimeUnit.SECONDS)).isNotNull();
    drained.get(10, TimeUnit.SECONDS);
  }

  @Test
  void drain_callDoesNotFinish_endsAtTheTimeoutAndCountsIt() throws Exception {
    threads.execute(this::getLoad);
    callStarted.await();

    assertThat(calls.drain(Duration.ofMillis(50))).isEqualTo(1);
  }

  @Test
  void drain_onlySubscriptionsRun_doesNotWait() throws Exception {
    GeneratorServiceGrpc.newBlockingStub(channel)
        .subscribeKvEvents(SubscribeKvEventsRequest.getDefaultInstance())
        .next();

    assertThat(calls.drain(Duration.ofMinutes(1))).isZero();
  }

  /** Probes with a deadline until the drain, which another thread starts, refuses a call. */
  private StatusRuntimeException refusedOnceDraining() {
    StatusRuntimeException failed;
    do {
      failed =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  GeneratorServiceGrpc.newBlockingStub(channel)
                      .withDeadlineAfter(100, TimeUnit.MILLISECONDS)
                      .getLoad(GetLoadRequest.getDefaultInstance()));
    } while (failed.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED);
    return failed;
  }

  private GetLoadResponse getLoad() {
    return GeneratorServiceGrpc.newBlockingStub(channel)
        .getLoad(GetLoadRequest.getDefaultInstance());
  }
}
