package io.metagen.verifier.bounded;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs work that may never end by itself on threads of its own, and gives it up when its time is
 * over. The thread is interrupted then; work stops by looking at {@link #checkpoint} as it goes. A
 * thread counts until it really ended, so work that does not stop takes one of a fixed number of
 * threads and never more.
 */
public final class TimeLimit {
  /** Work recurses over what callers nest. */
  private static final long STACK_BYTES = 16L << 20;

  private final Duration limit;
  private final int most;
  private final Semaphore threads;
  private final ThreadFactory factory =
      Thread.ofPlatform().daemon().name("check-", 0).stackSize(STACK_BYTES).factory();

  /**
   * @param limit longest time for one piece of work, and longest wait for a thread
   * @param threads most threads at a time
   */
  public TimeLimit(Duration limit, int threads) {
    this.limit = limit;
    this.most = threads;
    this.threads = new Semaphore(threads, true);
  }

  /**
   * Returns what the work returns.
   *
   * @throws ServiceException DEADLINE where it took too long, QUEUE_FULL where no thread became
   *     free in time, CALLER_CANCELLED on an interrupt, and what the work throws
   * @throws StackOverflowError where the work recursed too deep
   */
  public <T> T call(Supplier<T> work) {
    try {
      if (!threads.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy();
      }
      FutureTask<T> task = new FutureTask<>(work::get);
      start(task);
      return result(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceException.of(
          ErrorReason.ERROR_REASON_CALLER_CANCELLED, "the caller hung up", Map.of());
    }
  }

  /** Ends the work that calls it if its time is over. Called often, by everything that can loop. */
  public static void checkpoint() {
    if (Thread.currentThread().isInterrupted()) {
      throw new StoppedException();
    }
  }

  /** Returns how many threads are free. */
  public int free() {
    return threads.availablePermits();
  }

  private void start(FutureTask<?> task) {
    Thread thread =
        factory.newThread(
            () -> {
              try {
                task.run();
              } finally {
                threads.release();
              }
            });
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        threads.release();
      }
    }
  }

  private <T> T result(FutureTask<T> task) throws InterruptedException {
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw tooLong();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failed -> throw failed;
        case StackOverflowError tooDeep -> throw tooDeep;
        case null, default -> throw new CompletionException(e);
      }
    } finally {
      task.cancel(true);
    }
  }

  private ServiceException tooLong() {
    String millis = Long.toString(limit.toMillis());
    return ServiceException.of(
        ErrorReason.ERROR_REASON_DEADLINE,
        "this check took longer than " + millis + " ms",
        Map.of("limitMillis", millis));
  }

  private ServiceException busy() {
    String count = Integer.toString(most);
    return ServiceException.retryable(
        ErrorReason.ERROR_REASON_QUEUE_FULL,
        "all " + count + " threads for checks are taken",
        Map.of("threadCount", count),
        limit,
        null);
  }

  /** Ends work whose time is over; nobody waits for its result any more. */
  private static final class StoppedException extends RuntimeException {
    StoppedException() {
      super("given up", null, false, false);
    }
  }
}
