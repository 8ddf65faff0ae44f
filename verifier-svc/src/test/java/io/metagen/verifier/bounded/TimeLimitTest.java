package io.metagen.verifier.bounded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class TimeLimitTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(30);

  @Test
  void call_workThatEnds_passesItsResultAndItsFailure() {
    TimeLimit limit = new TimeLimit(LONG, 1);

    assertThat(limit.call(() -> "done")).isEqualTo("done");
    assertThatThrownBy(
            () ->
                limit.call(
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
    assertThatThrownBy(() -> limit.call(() -> depth(0))).isInstanceOf(StackOverflowError.class);
    assertThat(limit.call(() -> "again")).isEqualTo("again");
  }

  @Test
  void call_workThatLoops_isStoppedAndGivesItsThreadBack() {
    TimeLimit limit = new TimeLimit(SHORT, 1);

    assertThat(reason(limit, TimeLimitTest::loop)).isEqualTo(ErrorReason.ERROR_REASON_DEADLINE);
    Awaitility.await().until(() -> limit.free() == 1);
  }

  @Test
  void call_workThatDoesNotStop_holdsOneThreadUntilItEnds() {
    TimeLimit limit = new TimeLimit(SHORT, 1);
    CountDownLatch end = new CountDownLatch(1);

    assertThat(reason(limit, () -> deaf(end))).isEqualTo(ErrorReason.ERROR_REASON_DEADLINE);
    assertThat(limit.free()).isZero();
    assertThat(reason(limit, () -> true)).isEqualTo(ErrorReason.ERROR_REASON_QUEUE_FULL);
    end.countDown();
    Awaitility.await().until(() -> limit.free() == 1);
  }

  @Test
  void call_callerInterrupted_stopsTheWork() throws InterruptedException {
    TimeLimit limit = new TimeLimit(LONG, 1);
    CountDownLatch started = new CountDownLatch(1);
    AtomicReference<ErrorReason> reason = new AtomicReference<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () ->
                    reason.set(
                        reason(
                            limit,
                            () -> {
                              started.countDown();
                              return loop();
                            })));
    started.await();
    caller.interrupt();
    caller.join();

    assertThat(reason.get()).isEqualTo(ErrorReason.ERROR_REASON_CALLER_CANCELLED);
    Awaitility.await().until(() -> limit.free() == 1);
  }

  private static ErrorReason reason(TimeLimit limit, Supplier<Boolean> work) {
    return catchThrowableOfType(ServiceException.class, () -> limit.call(work)).reason();
  }

  private static boolean loop() {
    while (true) {
      TimeLimit.checkpoint();
    }
  }

  /** Ends with the latch alone, whatever interrupts it. */
  private static boolean deaf(CountDownLatch end) {
    while (end.getCount() > 0) {
      Thread.onSpinWait();
    }
    return true;
  }

  private static int depth(int level) {
    return level < 0 ? 0 : 1 + depth(level + 1);
  }
}
