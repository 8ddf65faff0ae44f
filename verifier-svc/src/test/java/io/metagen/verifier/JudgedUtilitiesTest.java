package io.metagen.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.JudgedUtility;
import io.metagen.v1.Utility;
import io.metagen.verifier.judge.JudgeGenerator;
import io.metagen.verifier.utility.PreferenceMatrix;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class JudgedUtilitiesTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final DeafGenerator generator = new DeafGenerator();
  private final Judges judges = new Judges(Map.of("deaf", generator), Map.of());

  /** Never says anything, and counts who asks and who gives up. */
  private static final class DeafGenerator implements JudgeGenerator {
    final Semaphore asked = new Semaphore(0);
    final Semaphore givenUp = new Semaphore(0);

    @Override
    public String version() {
      return "g1";
    }

    @Override
    public Verdict verdict(String prompt, List<String> words) {
      asked.release();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        givenUp.release();
        throw new CompletionException(e);
      }
      throw new AssertionError("nobody counts down");
    }

    @Override
    public Critiques critiques(String prompt, int count, long seed) {
      throw new AssertionError("a comparison has no critiques");
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void stop() {
    judges.close();
    threads.shutdownNow();
  }

  @Test
  void compare_longerThanTheTimeLimit_isTooLateAndGivesTheJudgeUp() throws InterruptedException {
    ServiceException late =
        catchThrowableOfType(
            ServiceException.class, () -> compare(new Places(1, LONG), Duration.ofMillis(30)));

    assertThat(late.reason()).isEqualTo(ErrorReason.ERROR_REASON_DEADLINE);
    assertThat(late).hasMessageContaining("deaf");
    generator.givenUp.acquire(generator.asked.drainPermits());
  }

  @Test
  void compare_noPlaceFree_isRefused() {
    Places places = new Places(1, Duration.ZERO);

    ServiceException refused =
        places.in(
            "deaf",
            () -> catchThrowableOfType(ServiceException.class, () -> compare(places, LONG)));

    assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_QUEUE_FULL);
  }

  @Test
  void compare_callerHangsUp_givesBothOrdersUp() throws InterruptedException {
    Future<?> call = threads.submit(() -> compare(new Places(1, LONG), LONG));

    generator.asked.acquire(2);
    call.cancel(true);
    generator.givenUp.acquire(2);

    assertThat(call.isCancelled()).isTrue();
  }

  private Void compare(Places places, Duration limit) throws InterruptedException {
    Judging judging = new Judging(new JudgementCache(0), places, new CallLimit(limit, threads));
    Utility utility = Utility.newBuilder().setJudged(JudgedUtility.getDefaultInstance()).build();
    new JudgedUtilities(judges, judging, new PreferenceMatrix(threads, 10))
        .of(Requests.comparison(utility, List.of("a", "b"), List.of()))
        .compare(List.of("a", "b"), List.of());
    throw new AssertionError("the judge said something");
  }
}
