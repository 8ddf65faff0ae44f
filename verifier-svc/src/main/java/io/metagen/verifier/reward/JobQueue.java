package io.metagen.verifier.reward;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that wait for the engine, bounded in rows, first come first served. Taking waits until a
 * batch is full or the first job has waited as long as batching may delay it, so that the rows of
 * several callers share a forward pass. Thread-safe.
 */
final class JobQueue {
  private static final Duration RETRY_DELAY = Duration.ofMillis(200);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<ScoreJob> waiting = new ArrayDeque<>();
  private final Limits limits;
  private int waitingRows;
  private @Nullable ServiceException closed;

  /**
   * @param rows most rows that wait, at least one job whatever its size
   * @param batchRows rows in a full batch
   * @param delay longest delay for the sake of a fuller batch
   */
  record Limits(int rows, int batchRows, Duration delay) {}

  JobQueue(Limits limits) {
    this.limits = limits;
  }

  /** Adds a job; QUEUE_FULL where there is no room, the closing reason after {@link #close}. */
  void add(ScoreJob job) {
    lock.lock();
    try {
      if (closed != null) {
        throw closed;
      }
      if (waitingRows > 0 && waitingRows + job.size() > limits.rows()) {
        throw ServiceException.retryable(
            ErrorReason.ERROR_REASON_QUEUE_FULL,
            "the scoring queue is full: " + waitingRows + " of " + limits.rows() + " candidates",
            Map.of("waitingRows", "" + waitingRows, "maxRows", "" + limits.rows()),
            RETRY_DELAY,
            null);
      }
      waiting.add(job);
      waitingRows += job.size();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next batch: jobs up to the batch size, or one larger one. Jobs that were given up
   * are left out, so a batch may be empty. Absent once closed.
   */
  Optional<List<ScoreJob>> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && closed == null) {
        changed.await();
      }
      long left = limits.delay().toNanos();
      while (left > 0 && closed == null && waitingRows < limits.batchRows()) {
        left = changed.awaitNanos(left);
      }
      return closed == null ? Optional.of(nextBatch()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses jobs from now on with {@code reason}, fails the waiting ones with it. */
  void close(ServiceException reason) {
    lock.lock();
    try {
      closed = reason;
      waiting.forEach(job -> job.result().completeExceptionally(reason));
      waiting.clear();
      waitingRows = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int waitingRows() {
    lock.lock();
    try {
      return waitingRows;
    } finally {
      lock.unlock();
    }
  }

  private List<ScoreJob> nextBatch() {
    List<ScoreJob> batch = new ArrayList<>();
    int rows = 0;
    for (ScoreJob job = waiting.peek(); job != null; job = waiting.peek()) {
      if (!batch.isEmpty() && rows + job.size() > limits.batchRows()) {
        break;
      }
      waiting.remove();
      waitingRows -= job.size();
      if (!job.result().isDone()) {
        batch.add(job);
        rows += job.size();
      }
    }
    return batch;
  }
}
