package io.metagen.verifier.bounded;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Tasks at the same time, of which all must succeed. */
public final class AllOrNone {
  private AllOrNone() {}

  /**
   * Returns the tasks' results, in their order. Blocks. The first that fails, and an interrupt of
   * this thread, interrupt all the others.
   *
   * @throws InterruptedException if this thread is interrupted
   * @throws RuntimeException what the first task that failed threw
   */
  public static <R> List<R> run(List<Callable<R>> tasks, ExecutorService threads)
      throws InterruptedException {
    ExecutorCompletionService<R> running = new ExecutorCompletionService<>(threads);
    List<Future<R>> results = tasks.stream().map(running::submit).toList();
    try {
      for (int done = 0; done < results.size(); done++) {
        running.take().get();
      }
      return results.stream().map(Future::resultNow).toList();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    } finally {
      results.forEach(one -> one.cancel(true));
    }
  }
}
