package io.metagen.transformer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TeamTest {

  @BeforeAll
  static void loadLibtorch() {
    NDManager.newBaseManager("PyTorch").close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 1000})
  void each_anyNumberOfTasks_eachOnce(int tasks) {
    AtomicIntegerArray times = new AtomicIntegerArray(tasks);
    Team.run(me -> me.each(tasks, times::incrementAndGet));
    for (int i = 0; i < tasks; i++) {
      assertThat(times.get(i)).as("task %d", i).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 40_000})
  void each_fewOrManyRows_eachOnce(int rows) {
    AtomicIntegerArray times = new AtomicIntegerArray(rows);
    Team.run(me -> me.each(rows, 10, times::incrementAndGet));
    for (int i = 0; i < rows; i++) {
      assertThat(times.get(i)).as("row %d", i).isEqualTo(1);
    }
  }

  @Test
  void threadsEach_manyTasks_eachOnceByAThreadThatThereIs() {
    int tasks = 1000;
    AtomicIntegerArray times = new AtomicIntegerArray(tasks);
    AtomicInteger strangers = new AtomicInteger();
    Threads.each(
        tasks,
        (thread, task) -> {
          times.incrementAndGet(task);
          if (thread < 0 || thread >= Threads.count()) {
            strangers.incrementAndGet();
          }
        });
    for (int i = 0; i < tasks; i++) {
      assertThat(times.get(i)).as("task %d", i).isEqualTo(1);
    }
    assertThat(strangers).hasValue(0);
  }

  @Test
  void threadsEach_aTaskThrows_itsExceptionIsThrown() {
    IllegalArgumentException wrong = new IllegalArgumentException("ids: 7");
    assertThatThrownBy(
            () ->
                Threads.each(
                    100,
                    (thread, task) -> {
                      if (task == 50) {
                        throw wrong;
                      }
                    }))
        .isSameAs(wrong);
  }

  @Test
  void threads_setForLibtorchElsewhere_areThoseOfANewThread() throws InterruptedException {
    int before = Team.threads();
    AtomicInteger seen = new AtomicInteger();
    try {
      JniUtils.setNumThreads(before + 1);
      Thread thread = new Thread(() -> seen.set(Team.threads()));
      thread.start();
      thread.join();
    } finally {
      JniUtils.setNumThreads(before);
    }
    assertThat(seen).hasValue(before + 1);
  }

  @Test
  void each_manyPhases_noneBeginsBeforeTheLastHasEnded() {
    AtomicInteger done = new AtomicInteger();
    AtomicInteger early = new AtomicInteger();
    Team.run(
        me -> {
          for (int phase = 0; phase < 1000; phase++) {
            int before = 10 * phase;
            me.each(
                10,
                task -> {
                  if (done.getAndIncrement() < before) {
                    early.incrementAndGet();
                  }
                });
            if (done.get() < before + 10) {
              early.incrementAndGet();
            }
          }
        });
    assertThat(done).hasValue(10_000);
    assertThat(early).hasValue(0);
  }

  @Test
  void each_taskThrows_isThrownToTheCallerAndNoThreadWaits() {
    assertThatThrownBy(
            () ->
                Team.run(
                    me -> {
                      me.each(
                          100,
                          task -> {
                            if (task == 57) {
                              throw new ArithmeticException("in task 57");
                            }
                          });
                      me.each(100, task -> {});
                    }))
        .hasRootCauseMessage("in task 57");
  }

  @Test
  void run_programThrowsOnOneThread_isThrownToTheCallerAndNoThreadWaits() {
    assertThatThrownBy(
            () ->
                Team.run(
                    me -> {
                      if (me.number() == 0) {
                        throw new ArithmeticException("on the first thread");
                      }
                      me.each(100, task -> {});
                    }))
        .hasRootCauseMessage("on the first thread");
  }
}
