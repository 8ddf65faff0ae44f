package io.metagen.verifier.utility;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * A bounded number of threads that compute for every caller, first come first served. What is not
 * worth handing over runs on the caller's own thread, so that small comparisons never wait for
 * large ones. Thread-safe.
 */
public final class Workers implements AutoCloseable {
  /** Estimated time of a part: long against handing it over, short against a caller's patience. */
  private static final double PART_NANOS = 2e6;

  /** Enough for even shares where parts turn out unequal. */
  private static final int PARTS_PER_THREAD = 16;

  private final int threads;
  private final ExecutorService pool;

  /**
   * @param threads at least 1
   */
  public Workers(int threads) {
    this.threads = threads;
    this.pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("compare-", 0).factory());
  }

  /**
   * Runs {@code body} once for each of [0, count), in any order, on any threads; blocks.
   *
   * @param nanos estimated time of all on one core
   * @throws InterruptedException if this thread is interrupted; no further index is begun then
   */
  void forEach(int count, double nanos, IntConsumer body) throws InterruptedException {
    if (nanos < PART_NANOS) {
      run(0, count, body);
      return;
    }
    int most = Math.min(count, threads * PARTS_PER_THREAD);
    int parts = (int) Math.min(nanos / PART_NANOS, most);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) count * part / parts);
      int to = (int) ((long) count * (part + 1) / parts);
      tasks.add(() -> run(from, to, body));
    }
    for (Future<Boolean> done : pool.invokeAll(tasks)) {
      require(done);
    }
  }

  private static boolean run(int from, int to, IntConsumer body) throws InterruptedException {
    for (int i = from; i < to; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("after " + (i - from) + " of " + (to - from));
      }
      body.accept(i);
    }
    return true;
  }

  private static void require(Future<Boolean> done) throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
