package io.metagen.orchestrator.run;

import io.metagen.orchestrator.strategy.GeneratorPort;
import io.metagen.orchestrator.strategy.PromptFacts;
import io.metagen.orchestrator.strategy.SampleListener;
import io.metagen.orchestrator.strategy.SampleRequest;
import io.metagen.orchestrator.strategy.VerifierPort;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.TokenUsage;
import java.util.function.LongSupplier;

/**
 * The time of a run that the orchestrator takes itself: while no call to a generator or verifier is
 * under way, or while a call that is waits for what the run makes of its last event. What is done
 * beside a running call costs the run nothing and does not count; waiting for a slow reader of
 * events does. Thread-safe.
 */
final class OwnTime {
  private final LongSupplier clock;
  private final long start;
  private int underWay;
  private long since;
  private long waited;

  /** Starts now; {@code clock} gives nanoseconds, as {@link System#nanoTime}. */
  OwnTime(LongSupplier clock) {
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  /** Returns the nanoseconds so far. */
  synchronized long nanos() {
    long now = clock.getAsLong();
    return now - start - waited - (underWay > 0 ? now - since : 0);
  }

  /** Returns the same generators, their calls noted. */
  GeneratorPort noting(GeneratorPort generator) {
    return new GeneratorPort() {
      @Override
      public PromptFacts describe(SampleRequest request) throws InterruptedException {
        return waiting(() -> generator.describe(request));
      }

      @Override
      public TokenUsage generate(SampleRequest request, SampleListener listener)
          throws InterruptedException {
        return waiting(() -> generator.generate(request, noting(listener)));
      }
    };
  }

  /** Returns the same verifiers, their calls noted. */
  VerifierPort noting(VerifierPort verifier) {
    return request -> waiting(() -> verifier.verify(request));
  }

  private SampleListener noting(SampleListener listener) {
    return new SampleListener() {
      @Override
      public void grew(SampleDelta delta) throws InterruptedException {
        working(() -> listener.grew(delta));
      }

      @Override
      public void finished(SampleFinished sample) throws InterruptedException {
        working(() -> listener.finished(sample));
      }
    };
  }

  private <R> R waiting(Call<R> call) throws InterruptedException {
    begin();
    try {
      return call.make();
    } finally {
      end();
    }
  }

  private void working(Step step) throws InterruptedException {
    end();
    try {
      step.take();
    } finally {
      begin();
    }
  }

  private synchronized void begin() {
    if (underWay++ == 0) {
      since = clock.getAsLong();
    }
  }

  private synchronized void end() {
    if (--underWay == 0) {
      waited += clock.getAsLong() - since;
    }
  }

  private interface Call<R> {
    R make() throws InterruptedException;
  }

  private interface Step {
    void take() throws InterruptedException;
  }
}
