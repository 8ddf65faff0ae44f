package io.metagen.generator.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts since the engine's start, for load reports and metrics. Thread-safe. */
public final class EngineTotals {
  private static final double NANOS = 1e9;

  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder cachedPromptTokens = new LongAdder();
  private final LongAdder generatedTokens = new LongAdder();
  private final LongAdder preemptions = new LongAdder();
  private final AtomicLong steps = new AtomicLong();
  private final LongAdder stepNanos = new LongAdder();
  private final LongAdder forwardNanos = new LongAdder();
  private final LongAdder cancellations = new LongAdder();
  private final LongAccumulator cancellationSteps = new LongAccumulator(Math::max, 0);
  private final RecentRate recent = new RecentRate();
  private final LongSupplier clock;

  /** {@code clock} is in nanoseconds. */
  EngineTotals(LongSupplier clock) {
    this.clock = clock;
  }

  /** Returns the sequences that wait to run, those on the way to the engine included. */
  public int waiting() {
    return waiting.get();
  }

  public long promptTokens() {
    return promptTokens.sum();
  }

  public long cachedPromptTokens() {
    return cachedPromptTokens.sum();
  }

  public long generatedTokens() {
    return generatedTokens.sum();
  }

  /** Returns tokens generated per second over the last ten whole seconds. */
  public double generationThroughput() {
    return recent.perSecond(clock.getAsLong());
  }

  public long preemptions() {
    return preemptions.sum();
  }

  /** Returns the steps that ended. */
  public long steps() {
    return steps.get();
  }

  /** Returns how long all steps took together, in seconds. */
  public double stepSeconds() {
    return stepNanos.sum() / NANOS;
  }

  /** Returns how long their forward passes took together, in seconds. */
  public double forwardSeconds() {
    return forwardNanos.sum() / NANOS;
  }

  /** Returns the calls that were cancelled while they held or awaited anything. */
  public long cancellations() {
    return cancellations.sum();
  }

  /** Returns the most steps that ended between a call's cancellation and its slots being free. */
  public long mostCancellationSteps() {
    return cancellationSteps.get();
  }

  /** Lets sequences wait unless so many wait already that the queue is full; whether it did. */
  boolean enqueue(int sequences, int maxWaiting) {
    int before = waiting.get();
    while (before < maxWaiting) {
      if (waiting.compareAndSet(before, before + sequences)) {
        return true;
      }
      before = waiting.get();
    }
    return false;
  }

  void dequeued(int sequences) {
    waiting.addAndGet(-sequences);
  }

  void preempted() {
    waiting.incrementAndGet();
    preemptions.increment();
  }

  void prompt(int tokens, int cached) {
    promptTokens.add(tokens);
    cachedPromptTokens.add(cached);
  }

  void stepped(long nanos, long forward) {
    stepNanos.add(nanos);
    forwardNanos.add(forward);
    steps.incrementAndGet();
  }

  void cancelled(long afterSteps) {
    cancellations.increment();
    cancellationSteps.accumulate(afterSteps);
  }

  void generated(int tokens) {
    generatedTokens.add(tokens);
    recent.add(clock.getAsLong(), tokens);
  }
}
