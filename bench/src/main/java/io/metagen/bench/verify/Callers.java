package io.metagen.bench.verify;

import io.grpc.StatusRuntimeException;
import io.metagen.bench.BenchException;
import io.metagen.error.ServiceException;
import io.metagen.v1.VerifierServiceGrpc.VerifierServiceBlockingStub;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Callers that take one card after another, each waiting for its answer, until they are stopped.
 */
final class Callers implements AutoCloseable {
  private static final long DEADLINE_MINUTES = 3;

  private final Deck deck;
  private final VerifierServiceBlockingStub verifier;
  private final Tally tally;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<? extends Future<?>> running;
  private volatile boolean stopped;

  /** Starts so many. */
  Callers(int count, Deck deck, VerifierServiceBlockingStub verifier, Tally tally) {
    this.deck = deck;
    this.verifier = verifier;
    this.tally = tally;
    running = Stream.generate(() -> threads.submit(this::call)).limit(count).toList();
  }

  private void call() {
    while (!stopped) {
      Deck.Card card = deck.next();
      long begin = System.nanoTime();
      try {
        card.exchange()
            .fault(verifier.withDeadlineAfter(DEADLINE_MINUTES, TimeUnit.MINUTES))
            .ifPresent(fault -> tally.wrong(card.kind(), fault));
        tally.ended(card.kind(), System.nanoTime() - begin);
      } catch (StatusRuntimeException | ServiceException e) {
        tally.failed(card.kind(), e);
      }
    }
  }

  /** Lets no call start and returns when all callers have their last answer. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Future<?> caller : running) {
      try {
        caller.get();
      } catch (ExecutionException e) {
        throw new BenchException("a caller failed: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
  }
}
