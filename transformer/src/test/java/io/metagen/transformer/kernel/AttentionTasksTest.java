package io.metagen.transformer.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.transformer.kernel.Step.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AttentionTasksTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 0",
    "1, 6, 2, 0",
    "5, 2, 2, 0",
    "64, 6, 2, 0",
    "64, 2, 16, 0",
    "1, 8, 4, 60",
    "16, 2, 2, 60",
    "64, 8, 3, 60",
    "3, 1, 8, 60",
  })
  void of_anyRuns_coverEachRunAndHeadOnce(int runs, int heads, int threads, int shared) {
    List<Run> all = runs(runs, shared);
    AttentionTasks tasks = AttentionTasks.of(all, heads, threads);
    Map<String, Integer> times = new HashMap<>();
    for (int task = 0; task < tasks.count(); task++) {
      for (Run run : tasks.runs(task)) {
        for (int head = tasks.heads(task).first(); head < tasks.heads(task).end(); head++) {
          times.merge(run.token() + " " + head, 1, Integer::sum);
        }
      }
    }
    assertThat(times).hasSize(runs * heads);
    assertThat(times.values()).allMatch(count -> count == 1);
  }

  @Test
  void of_runsWithBlocksOfTheirOwn_keepHeadsTogether() {
    AttentionTasks tasks = AttentionTasks.of(runs(64, 0), 6, 2);
    assertThat(tasks.heads(0)).isEqualTo(new Attention.Range(0, 6));
    assertThat(tasks.count()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void of_runsThatShare_keepRunsTogether() {
    AttentionTasks tasks = AttentionTasks.of(runs(64, 60), 6, 2);
    assertThat(tasks.runs(0)).hasSize(64);
    assertThat(tasks.count()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void of_oneRun_dividesHeads() {
    assertThat(AttentionTasks.of(runs(1, 0), 6, 2).count()).isEqualTo(2);
  }

  /** Runs of one token with 70 blocks, the first of which they share. */
  private static List<Run> runs(int count, int shared) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int own = 1000 * (i + 1);
      int[] blocks = IntStream.range(0, 70).map(b -> b < shared ? b : own + b).toArray();
      runs.add(new Run(i, 69 * 16, i, 1, blocks, null));
    }
    return runs;
  }
}
