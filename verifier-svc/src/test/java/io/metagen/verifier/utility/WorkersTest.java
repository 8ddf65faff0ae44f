package io.metagen.verifier.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WorkersTest {
  private static final double LONG = 1e12;

  private final Workers workers = new Workers(2);

  @AfterEach
  void stop() {
    workers.close();
  }

  @Test
  void forEach_anyCountAndTime_runsEveryIndexOnce() throws InterruptedException {
    for (int count : new int[] {0, 1, 2, 31, 32, 33, 1000}) {
      for (double nanos : new double[] {0, 5e6, LONG}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(count);
        workers.forEach(count, nanos, runs::incrementAndGet);
        for (int i = 0; i < count; i++) {
          assertThat(runs.get(i)).as("%d of %d at %f ns", i, count, nanos).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void forEach_littleWork_staysOnTheCallersThread() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    workers.forEach(50, 1e6, _ -> threads.add(Thread.currentThread()));

    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void forEach_muchWork_runsOnBoundedThreads() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    workers.forEach(50, LONG, _ -> threads.add(Thread.currentThread()));

    assertThat(threads).hasSizeBetween(1, 2).doesNotContain(Thread.currentThread());
  }

  @Test
  void forEach_oneLongIndex_isHandedOverToo() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    workers.forEach(1, LONG, _ -> threads.add(Thread.currentThread()));

    assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
  }

  @Test
  void forEach_interruptedCaller_beginsNothingMore() throws InterruptedException {
    CountDownLatch bothBusy = new CountDownLatch(2);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Set<Integer> begun = ConcurrentHashMap.newKeySet();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () ->
                    thrown.set(
                        catchThrowable(
                            () ->
                                workers.forEach(
                                    1000, LONG, i -> runUntilInterrupted(i, begun, bothBusy)))));
    bothBusy.await();
    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    workers.forEach(100, LONG, _ -> {}); // the threads are free again
    assertThat(begun).hasSize(2);
  }

  @Test
  void forEach_callerInterruptedBefore_runsNothing() {
    Set<Integer> begun = ConcurrentHashMap.newKeySet();
    Thread.currentThread().interrupt();

    assertThat(catchThrowable(() -> workers.forEach(3, 0, begun::add)))
        .isInstanceOf(InterruptedException.class);
    assertThat(begun).isEmpty();
    assertThat(Thread.interrupted()).isFalse();
  }

  private static void runUntilInterrupted(int i, Set<Integer> begun, CountDownLatch busy) {
    begun.add(i);
    busy.countDown();
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
  }
}
