package io.metagen.bench.soak;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.metagen.error.ErrorMapping;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GeneratorServiceGrpc.GeneratorServiceBlockingStub;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.ScoreTokensRequest;
import io.metagen.v1.TokenizeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls to the generator. A call that the full queue refuses is tried again after the second that
 * the service asks for, until {@link #stop}; any other failure is counted, and the answer is empty.
 * Thread-safe.
 */
final class Calls implements AutoCloseable {
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
  private static final long DEADLINE_MINUTES = 3;

  private final GeneratorServiceBlockingStub stub;
  private final Tally tally;
  private final ScheduledExecutorService hangUps =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private volatile boolean stopped;

  Calls(ManagedChannel channel, Tally tally) {
    this.stub = GeneratorServiceGrpc.newBlockingStub(channel);
    this.tally = tally;
  }

  /** Lets no call start, and no refused one start again. */
  void stop() {
    stopped = true;
  }

  boolean stopped() {
    return stopped;
  }

  /** Returns the samples in the order in which they ended. */
  Optional<List<SampleFinished>> generate(Kind kind, GenerateRequest request)
      throws InterruptedException {
    return tried(kind.text(), () -> samples(request));
  }

  /** Draws samples and hangs up after a while, unless all have ended. */
  void hangUp(Kind kind, GenerateRequest request, Duration after) throws InterruptedException {
    tried(
        kind.text(),
        () -> {
          Context.CancellableContext call = Context.current().withCancellation();
          Future<?> timer =
              hangUps.schedule(() -> call.cancel(null), after.toMillis(), TimeUnit.MILLISECONDS);
          try {
            call.run(() -> samples(request));
          } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.CANCELLED || !call.isCancelled()) {
              throw e;
            }
          } finally {
            timer.cancel(false);
            call.cancel(null);
          }
          return true;
        });
  }

  void score(Kind kind, ScoreTokensRequest request) throws InterruptedException {
    tried(kind.text(), () -> deadlined().scoreTokens(request));
  }

  /** Returns the tokens of a text. */
  Optional<List<Integer>> tokenize(String text) throws InterruptedException {
    TokenizeRequest request = TokenizeRequest.newBuilder().setPrompt(Requests.text(text)).build();
    return tried("tokenize", () -> deadlined().tokenize(request).getTokenIdsList());
  }

  private List<SampleFinished> samples(GenerateRequest request) {
    List<SampleFinished> samples = new ArrayList<>();
    deadlined()
        .generate(request)
        .forEachRemaining(
            (GenerateResponse response) -> {
              if (response.hasSampleFinished()) {
                samples.add(response.getSampleFinished());
              }
            });
    return samples;
  }

  private GeneratorServiceBlockingStub deadlined() {
    return stub.withDeadlineAfter(DEADLINE_MINUTES, TimeUnit.MINUTES);
  }

  private <T> Optional<T> tried(String name, Supplier<T> call) throws InterruptedException {
    while (!stopped) {
      try {
        T answer = call.get();
        tally.ended(name);
        return Optional.of(answer);
      } catch (StatusRuntimeException e) {
        if (ErrorMapping.reason(e) != ErrorReason.ERROR_REASON_QUEUE_FULL) {
          tally.failed(name, e);
          return Optional.empty();
        }
        tally.refused();
        Thread.sleep(RETRY_DELAY);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    hangUps.shutdownNow();
  }
}
