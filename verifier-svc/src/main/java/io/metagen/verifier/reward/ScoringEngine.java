package io.metagen.verifier.reward;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One platform thread that owns a network and scores the rows of all callers in shared batches. If
 * it dies, every waiting and every later caller fails with UNAVAILABLE, and {@code onDeath} runs.
 */
final class ScoringEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScoringEngine.class);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final JobQueue queue;
  private final Runnable onDeath;
  private final CompletableFuture<ModelFacts> started = new CompletableFuture<>();
  private final LongAdder batches = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final Thread thread;
  private volatile boolean alive = true;

  private ScoringEngine(JobQueue queue, Supplier<RowScorer> network, Runnable onDeath) {
    this.queue = queue;
    this.onDeath = onDeath;
    this.thread = Thread.ofPlatform().name("scoring-engine").unstarted(() -> run(network));
  }

  /**
   * Starts the thread and waits until it opened the network.
   *
   * @throws RuntimeException what {@code network} threw
   */
  static ScoringEngine start(JobQueue queue, Supplier<RowScorer> network, Runnable onDeath) {
    ScoringEngine engine = new ScoringEngine(queue, network, onDeath);
    engine.thread.start();
    engine.facts();
    return engine;
  }

  ModelFacts facts() {
    try {
      return started.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Returns the rows' scores in their order. Blocks; an interrupt gives the job up. */
  List<RowScore> score(List<MarkedRow> wanted) {
    ScoreJob job = new ScoreJob(wanted, new CompletableFuture<>());
    queue.add(job);
    try {
      return job.result().get();
    } catch (InterruptedException e) {
      job.result().cancel(false);
      Thread.currentThread().interrupt();
      throw ServiceException.of(
          ErrorReason.ERROR_REASON_CALLER_CANCELLED, "the caller hung up", Map.of());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    }
  }

  boolean alive() {
    return alive;
  }

  /** Returns how many batches ran. */
  long batches() {
    return batches.sum();
  }

  /** Returns how many rows ran in them. */
  long rows() {
    return rows.sum();
  }

  int waitingRows() {
    return queue.waitingRows();
  }

  /** Fails what waits, finishes the running batch, closes the network. */
  @Override
  public void close() {
    queue.close(unavailable("the service is stopping", null));
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Supplier<RowScorer> network) {
    Optional<List<ScoreJob>> batch = Optional.empty();
    try (RowScorer scorer = network.get()) {
      started.complete(scorer.facts());
      for (batch = queue.take(); batch.isPresent(); batch = queue.take()) {
        serve(scorer, batch.get());
      }
    } catch (Throwable thrown) { // the thread's outermost loop: nobody may wait for a dead engine
      die(thrown, batch.orElse(List.of()));
    }
    alive = false;
  }

  private void serve(RowScorer scorer, List<ScoreJob> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<MarkedRow> all = new ArrayList<>();
    batch.forEach(job -> all.addAll(job.rows()));
    List<RowScore> scores = scorer.score(all);
    batches.increment();
    rows.add(all.size());
    int from = 0;
    for (ScoreJob job : batch) {
      job.result().complete(List.copyOf(scores.subList(from, from + job.size())));
      from += job.size();
    }
  }

  private void die(Throwable thrown, List<ScoreJob> running) {
    alive = false;
    if (started.completeExceptionally(thrown)) {
      return;
    }
    LOG.error("the scoring engine died", thrown);
    ServiceException reason = unavailable("the scoring engine has died", thrown);
    queue.close(reason);
    running.forEach(job -> job.result().completeExceptionally(reason));
    onDeath.run();
  }

  private static ServiceException unavailable(String message, @Nullable Throwable cause) {
    return ServiceException.retryable(
        ErrorReason.ERROR_REASON_NOT_READY, message, Map.of(), RETRY_DELAY, cause);
  }
}
