package io.metagen.bench.soak;

import io.metagen.bench.BenchException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers that take one card after another, each waiting for its answer, until the load stops. */
final class Load implements AutoCloseable {
  private static final int LONGEST_WAIT_MILLIS = 4_000;

  private final Deck deck;
  private final Requests requests;
  private final Calls calls;
  private final TreeSearch trees;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> callers = new ArrayList<>();

  Load(Deck deck, Requests requests, Calls calls) {
    this.deck = deck;
    this.requests = requests;
    this.calls = calls;
    this.trees = new TreeSearch(requests, calls);
  }

  void start(int count) {
    for (int i = 0; i < count; i++) {
      callers.add(
          threads.submit(
              () -> {
                while (!calls.stopped()) {
                  play(deck.next());
                }
                return null;
              }));
    }
  }

  /** Lets no call start and returns when all callers have their last answer. */
  void stop() throws InterruptedException {
    calls.stop();
    for (Future<?> caller : callers) {
      try {
        caller.get();
      } catch (ExecutionException e) {
        throw new BenchException("a caller of the load failed: " + e.getMessage(), e);
      }
    }
  }

  private void play(Card card) throws InterruptedException {
    switch (card.kind()) {
      case SAMPLES -> calls.generate(card.kind(), requests.samples(card));
      case TREE -> trees.run(card);
      case HANG_UP -> calls.hangUp(card.kind(), requests.samples(card), patience(card));
      case RESTRICTED -> calls.generate(card.kind(), requests.restricted(card));
      case SCORE -> calls.score(card.kind(), requests.scores(card));
      case LONG -> playLong(card);
      case SHORT -> calls.generate(card.kind(), requests.shortOutputs(card));
    }
  }

  private void playLong(Card card) throws InterruptedException {
    Optional<List<Integer>> ids = calls.tokenize(requests.longText(card.random()));
    if (ids.isPresent()) {
      calls.generate(card.kind(), requests.longOutputs(card, ids.get()));
    }
  }

  /**
   * Returns how long a caller waits before it hangs up: it may be in the queue, or half through.
   */
  private static Duration patience(Card card) {
    return Duration.ofMillis(card.random().nextInt(LONGEST_WAIT_MILLIS));
  }

  @Override
  public void close() {
    calls.stop();
    threads.shutdownNow();
  }
}
