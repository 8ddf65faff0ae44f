package io.metagen.verifier.bounded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class AllOrNoneTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch givenUp = new CountDownLatch(1);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void run_allSucceed_givesTheirResultsInTheirOrder() throws InterruptedException {
    CyclicBarrier together = new CyclicBarrier(2);
    List<Callable<String>> tasks =
        List.of(
            () -> {
              together.await();
              return "a";
            },
            () -> {
              together.await();
              return "b";
            });

    assertThat(AllOrNone.run(tasks, threads)).containsExactly("a", "b");
  }

  @Test
  void run_oneFails_givesTheOthersUpAndFailsAlike() throws InterruptedException {
    List<Callable<String>> tasks =
        List.of(
            this::waits,
            () -> {
              begun.await();
              throw new ArithmeticException("by zero");
            });

    assertThatThrownBy(() -> AllOrNone.run(tasks, threads))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("by zero");
    givenUp.await();
  }

  @Test
  void run_callerInterrupted_givesAllUp() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    AllOrNone.run(List.<Callable<String>>of(this::waits), threads);
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                });
    begun.await();
    caller.interrupt();

    givenUp.await();
    interrupted.await();
  }

  /** Waits for what never comes, and tells of its interrupt. */
  private String waits() throws InterruptedException {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
      return "never";
    } finally {
      givenUp.countDown();
    }
  }
}
