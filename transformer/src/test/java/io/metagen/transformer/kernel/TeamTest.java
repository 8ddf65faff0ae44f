package io.metagen.transformer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
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
  @ValueSource(ints = {1, 2, 3, 1000})
  void run_anyNumberOfTasks_eachOnce(int tasks) {
    AtomicIntegerArray times = new AtomicIntegerArray(tasks);
    Team.run(tasks, times::incrementAndGet);
    for (int i = 0; i < tasks; i++) {
      assertThat(times.get(i)).as("task %d", i).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 40_000})
  void each_fewOrManyRows_eachOnce(int rows) {
    AtomicIntegerArray times = new AtomicIntegerArray(rows);
    Team.each(rows, 10, times::incrementAndGet);
    for (int i = 0; i < rows; i++) {
      assertThat(times.get(i)).as("row %d", i).isEqualTo(1);
    }
  }

  @Test
  void run_taskThrows_isThrownToTheCaller() {
    assertThatThrownBy(
            () ->
                Team.run(
                    100,
                    task -> {
                      if (task == 57) {
                        throw new ArithmeticException("in task 57");
                      }
                    }))
        .hasRootCauseMessage("in task 57");
  }
}
