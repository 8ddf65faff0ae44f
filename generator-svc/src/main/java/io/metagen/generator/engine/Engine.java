package io.metagen.generator.engine;

import io.metagen.error.ServiceException;
import io.metagen.transformer.WarmUpBudget;
import io.metagen.v1.ErrorReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generates for many callers at once. Thread-safe: requests go to one worker thread by a queue,
 * results come back by the {@link Publisher}'s thread in each call's {@link CallOutput}.
 *
 * <p>The worker owns all other state. If it dies, {@link #alive} turns false, every waiting call
 * fails with UNAVAILABLE, and so does every later one.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final EngineParts parts;
  private final EngineTotals totals;
  private final Worker worker;

  /** Starts the worker. {@code onDeath} is told, on the worker, what killed it. */
  public Engine(EngineParts parts, Consumer<Throwable> onDeath) {
    this.parts = parts;
    this.totals = new EngineTotals(parts.clock());
    this.worker = new Worker(parts, totals, onDeath);
    // A platform thread: native calls would pin the carrier of a virtual one for whole steps.
    Thread.ofPlatform().name("engine").daemon().start(worker);
  }

  /**
   * Starts to draw samples.
   *
   * @throws ServiceException QUEUE_FULL if too many sequences wait, KV_EXHAUSTED if one can never
   *     have enough memory, NOT_READY if the engine is dead
   */
  public GenerationCall generate(List<SampleSpec> specs) {
    specs.forEach(spec -> requireFits(spec.prompt().length() + spec.stop().maxTokens()));
    requireRoom(specs.size());
    return submit(GenerationCall.sampling(specs, parts, totals));
  }

  /** Starts to score continuations; throws as {@link #generate}. */
  public GenerationCall score(SampleSpec spec, List<int[]> continuations) {
    continuations.forEach(given -> requireFits(spec.prompt().length() + given.length));
    requireRoom(continuations.size());
    return submit(GenerationCall.scoring(spec, continuations, parts, totals));
  }

  /** Ends a call before the next step and frees what it holds; a finished one is left as it is. */
  public void cancel(GenerationCall call, ServiceException reason) {
    // What is done before it is noted below has waited for no step.
    AtomicLong queuedAfter = new AtomicLong(Long.MAX_VALUE);
    worker.inbox.add(
        core -> {
          if (core.fail(call, reason)) {
            totals.cancelled(Math.max(0, totals.steps() - queuedAfter.get()));
          }
        });
    queuedAfter.set(totals.steps());
  }

  public boolean alive() {
    return !worker.stopped;
  }

  public EngineTotals totals() {
    return totals;
  }

  /** Returns what was held after the last step. */
  public EngineLoad load() {
    return worker.load;
  }

  public EngineSettings settings() {
    return parts.settings();
  }

  /**
   * Checks on the worker, between two steps, that every block is free, cached or held by a
   * sequence; returns what was held then.
   *
   * @throws IllegalStateException naming what is wrong; the engine goes on
   * @throws ServiceException NOT_READY if the engine is dead
   */
  public EngineLoad checkIntegrity() throws InterruptedException {
    return onWorker(worker.core::checkedLoad);
  }

  /**
   * Runs calls on the worker that are nobody's, so that first callers find compiled code; this
   * engine's own counts and memory stay as they are. Blocks.
   *
   * @throws IllegalStateException if one fails
   */
  public void warmUp(WarmUp calls, WarmUpBudget budget) throws InterruptedException {
    onWorker(
        () -> {
          calls.run(budget);
          return budget;
        });
  }

  /** Fails what still runs, stops the worker and closes the model. */
  @Override
  public void close() {
    worker.closing = true;
    worker.inbox.add(_ -> {});
    try {
      worker.done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a task between two steps; what it throws comes back wrapped. */
  private <T> T onWorker(Callable<T> task) throws InterruptedException {
    FutureTask<T> queued = new FutureTask<>(task);
    worker.inbox.add(_ -> queued.run());
    if (worker.stopped) {
      throw notReady("the engine has stopped", null);
    }
    try {
      return queued.get();
    } catch (ExecutionException e) {
      Throwable fault = Objects.requireNonNullElse(e.getCause(), e);
      throw new IllegalStateException(fault.getMessage(), fault);
    }
  }

  private void requireFits(int length) {
    int tokens = parts.settings().budget().positions(length, parts.cache().blockSize());
    int capacity = parts.cache().blocks().total() * parts.cache().blockSize();
    if (tokens > capacity) {
      throw ServiceException.of(
          ErrorReason.ERROR_REASON_KV_EXHAUSTED,
          "prompt and output need memory for " + tokens + " tokens, there is " + capacity,
          Map.of("tokenCount", "" + tokens, "maxTokenCount", "" + capacity));
    }
  }

  private void requireRoom(int sequences) {
    if (!totals.enqueue(sequences, parts.settings().maxWaitingSequences())) {
      throw ServiceException.retryable(
          ErrorReason.ERROR_REASON_QUEUE_FULL,
          "the queue of " + parts.settings().maxWaitingSequences() + " sequences is full",
          Map.of("maxWaitingSequences", "" + parts.settings().maxWaitingSequences()),
          RETRY_DELAY,
          null);
    }
  }

  private GenerationCall submit(GenerationCall call) {
    worker.inbox.add(core -> core.submit(call));
    if (worker.stopped) {
      throw notReady("the engine has stopped", null);
    }
    return call;
  }

  private static ServiceException notReady(String message, @Nullable Throwable cause) {
    return ServiceException.retryable(
        ErrorReason.ERROR_REASON_NOT_READY, message, Map.of(), RETRY_DELAY, cause);
  }

  /** The engine's thread: does what the inbox says, then a step, as long as anybody waits. */
  private static final class Worker implements Runnable {
    final BlockingQueue<Consumer<EngineCore>> inbox = new LinkedBlockingQueue<>();
    final CountDownLatch done = new CountDownLatch(1);
    volatile boolean closing;
    volatile boolean stopped;
    volatile EngineLoad load;
    private final EngineParts parts;
    private final EngineTotals totals;
    private final Publisher publisher;
    private final EngineCore core;
    private final Consumer<Throwable> onDeath;

    Worker(EngineParts parts, EngineTotals totals, Consumer<Throwable> onDeath) {
      this.parts = parts;
      this.totals = totals;
      this.publisher = new Publisher(thrown -> inbox.add(_ -> die(thrown)));
      this.core = new EngineCore(parts, totals, publisher);
      this.load = core.load();
      this.onDeath = onDeath;
    }

    @Override
    public void run() {
      try {
        while (!closing) {
          work();
        }
        stop(notReady("the generator is stopping", null));
      } catch (Throwable death) { // the thread's outermost loop: nobody else would see it
        LOG.error("the engine died", death);
        stop(notReady("the engine has stopped", death));
        onDeath.accept(death);
      } finally {
        done.countDown();
      }
    }

    private void work() throws InterruptedException {
      if (core.idle()) {
        inbox.take().accept(core);
      }
      for (Consumer<EngineCore> request = inbox.poll(); request != null; request = inbox.poll()) {
        request.accept(core);
      }
      if (!core.idle()) {
        long begin = parts.clock().getAsLong();
        long forward = core.step();
        totals.stepped(parts.clock().getAsLong() - begin, forward);
      }
      load = core.load();
    }

    private static void die(Throwable cause) {
      throw new IllegalStateException("results can't be published", cause);
    }

    private void stop(ServiceException reason) {
      stopped = true;
      core.abandon(reason);
      for (Consumer<EngineCore> request = inbox.poll(); request != null; request = inbox.poll()) {
        request.accept(core);
      }
      core.abandon(reason);
      publisher.close();
      parts.model().close();
    }
  }
}
