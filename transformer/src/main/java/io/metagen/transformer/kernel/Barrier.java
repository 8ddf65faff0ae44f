package io.metagen.transformer.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Where the threads of a team wait for each other. A phase of a step takes microseconds, so waiting
 * threads spin first; but other work may have their cores, so then they give way, and in the end
 * sleep.
 */
final class Barrier {

  /** Some 20 microseconds. */
  private static final int SPINS = 1000;

  /** Some 500 microseconds where nothing else wants the core. */
  private static final int YIELDS = 1000;

  private static final long SLEEP_NANOS = 50_000;

  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int phase;
  private volatile boolean broken;

  /** Thrown to threads that wait for one that won't come. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Broken() {
      super("another thread failed", null, false, false);
    }
  }

  /**
   * Returns when as many threads have called it; the last runs something first.
   *
   * @throws Broken if one of them failed
   */
  void await(int threads, Runnable first) {
    int own = phase;
    if (arrived.incrementAndGet() == threads) {
      arrived.set(0);
      first.run();
      phase = own + 1;
    } else {
      for (int turn = 0; phase == own; turn++) {
        pause(turn);
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // what comes after it does not rest on it
  private void pause(int turn) {
    if (broken) {
      throw new Broken();
    } else if (turn < SPINS) {
      Thread.onSpinWait();
    } else if (turn < SPINS + YIELDS) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(SLEEP_NANOS);
    }
  }

  /** Lets waiting threads fail, now and from now on. */
  void breakDown() {
    broken = true;
  }
}
