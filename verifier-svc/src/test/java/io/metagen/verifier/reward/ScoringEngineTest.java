package io.metagen.verifier.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScoringEngineTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final FakeScorer scorer = new FakeScorer();
  private final AtomicInteger deaths = new AtomicInteger();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> calls = new ArrayList<>();
  private final List<ScoringEngine> engines = new ArrayList<>();

  @AfterEach
  void stop() {
    scorer.mayRun.release(1_000);
    engines.forEach(ScoringEngine::close);
    callers.shutdownNow();
  }

  @Test
  void score_manyCallersWithinTheWait_shareOneBatch() throws Exception {
    scorer.mayRun.release(10);
    ScoringEngine engine = engine(100, 8, LONG);

    List<Future<List<RowScore>>> results = new ArrayList<>();
    for (int caller = 0; caller < 4; caller++) {
      int first = 10 * caller;
      results.add(callers.submit(() -> engine.score(rows(first, first + 1))));
    }

    for (int caller = 0; caller < 4; caller++) {
      assertThat(results.get(caller).get())
          .extracting(score -> score.logits()[0])
          .containsExactly(10f * caller, 10f * caller + 1);
    }
    assertThat(engine.batches()).isEqualTo(1);
    assertThat(engine.rows()).isEqualTo(8);
  }

  @Test
  void score_loneCaller_waitsNoLongerThanTheBound() {
    scorer.mayRun.release();
    ScoringEngine engine = engine(100, 8, Duration.ofMillis(5));

    assertThat(engine.score(rows(3))).extracting(score -> score.logits()[0]).containsExactly(3f);
  }

  @Test
  void score_moreThanTheQueueHolds_isRefusedWithARetryDelay() {
    ScoringEngine engine = engine(4, 1, Duration.ZERO);
    calls.add(callers.submit(() -> engine.score(rows(1))));
    await().until(() -> scorer.running.get() == 1);
    calls.add(callers.submit(() -> engine.score(rows(2, 3, 4))));
    await().until(() -> engine.waitingRows() == 3);

    ServiceException full = failure(() -> engine.score(rows(5, 6)));

    assertThat(full.reason()).isEqualTo(ErrorReason.ERROR_REASON_QUEUE_FULL);
    assertThat(full.details()).hasSize(1);
  }

  @Test
  void score_callerHangsUp_itsRowsNeverRun() throws Exception {
    ScoringEngine engine = engine(100, 1, Duration.ZERO);
    Future<List<RowScore>> first = callers.submit(() -> engine.score(rows(1)));
    await().until(() -> scorer.running.get() == 1);
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual().start(() -> failed.complete(failure(() -> engine.score(rows(2)))));
    await().until(() -> engine.waitingRows() == 1);
    caller.interrupt();
    assertThat(((ServiceException) failed.get()).reason())
        .isEqualTo(ErrorReason.ERROR_REASON_CALLER_CANCELLED);

    Future<List<RowScore>> third = callers.submit(() -> engine.score(rows(3)));
    scorer.mayRun.release(3);
    first.get();
    third.get();
    assertThat(scorer.seen).doesNotContain(2);
  }

  @Test
  void engine_dies_everyCallerFailsAsUnavailableAndHealthIsTold() {
    ScoringEngine engine = engine(100, 1, Duration.ZERO);
    Future<?> running = callers.submit(() -> engine.score(rows(FakeScorer.DEADLY)));
    await().until(() -> scorer.running.get() == 1);
    Future<?> waiting = callers.submit(() -> engine.score(rows(1)));
    await().until(() -> engine.waitingRows() == 1);
    scorer.mayRun.release();

    for (Future<?> caller : List.of(running, waiting)) {
      assertThatThrownBy(caller::get)
          .cause()
          .isInstanceOfSatisfying(
              ServiceException.class,
              e -> assertThat(e.reason()).isEqualTo(ErrorReason.ERROR_REASON_NOT_READY));
    }
    assertThat(failure(() -> engine.score(rows(1))).reason())
        .isEqualTo(ErrorReason.ERROR_REASON_NOT_READY);
    assertThat(engine.alive()).isFalse();
    await().until(() -> deaths.get() == 1);
  }

  @Test
  void start_networkDoesNotOpen_throwsWhy() {
    JobQueue queue = new JobQueue(new JobQueue.Limits(1, 1, Duration.ZERO));

    assertThatThrownBy(
            () ->
                ScoringEngine.start(
                    queue,
                    () -> {
                      throw new IllegalArgumentException("no such folder");
                    },
                    deaths::incrementAndGet))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such folder");
    assertThat(deaths).hasValue(0);
  }

  @Test
  void close_whileCallersWait_failsThem() {
    ScoringEngine engine = engine(100, 8, LONG);
    Future<?> waiting = callers.submit(() -> engine.score(rows(1)));
    await().until(() -> engine.waitingRows() == 1);
    engine.close();

    assertThatThrownBy(waiting::get).cause().isInstanceOf(ServiceException.class);
    assertThat(scorer.closed).isTrue();
  }

  private ScoringEngine engine(int queueRows, int batchRows, Duration wait) {
    JobQueue queue = new JobQueue(new JobQueue.Limits(queueRows, batchRows, wait));
    ScoringEngine engine = ScoringEngine.start(queue, () -> scorer, deaths::incrementAndGet);
    engines.add(engine);
    return engine;
  }

  private static List<MarkedRow> rows(int... firstTokens) {
    return IntStream.of(firstTokens).mapToObj(MarkedRow::atEnd).toList();
  }

  private static ServiceException failure(Runnable call) {
    return catchThrowableOfType(ServiceException.class, call::run);
  }
}
