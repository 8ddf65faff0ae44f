package io.metagen.generator.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The thread that brings results to their readers, one step after another, so that waking many
 * readers does not hold up the next step. Thread-safe.
 */
final class Publisher implements Executor, AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("publisher").daemon().factory());
  private final Consumer<Throwable> onFailure;

  /** {@code onFailure} is told, on the publisher's thread, what kept results from their readers. */
  Publisher(Consumer<Throwable> onFailure) {
    this.onFailure = onFailure;
  }

  @Override
  public void execute(Runnable results) {
    thread.execute(() -> publish(results));
  }

  private void publish(Runnable results) {
    try {
      results.run();
    } catch (Throwable thrown) { // the thread's outermost frame: nobody else would see it
      onFailure.accept(thrown);
    }
  }

  /** Publishes what was given and ends the thread. */
  @Override
  public void close() {
    thread.close();
  }
}
