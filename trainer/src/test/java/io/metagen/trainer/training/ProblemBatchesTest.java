package io.metagen.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.task.Problem;
import io.metagen.task.ProblemSource;
import io.metagen.task.Split;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProblemBatchesTest {

  private static final ProblemBatches BATCHES = new ProblemBatches(1, Split.TRAIN, 8, 0.5);
  private static final int FULL_STOP = '.';

  @Test
  void round_early_hasTwoAndThreeSteps() {
    assertThat(levels(0)).containsExactlyInAnyOrder(2, 3);
    assertThat(levels(0.6)).containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void round_nextOne_repeatsNoProblem() {
    Set<List<Integer>> seen = new HashSet<>();
    for (long step = 0; step < 64; step += 16) {
      for (Batch batch : BATCHES.round(step, 1)) {
        batch.examples().forEach(e -> seen.add(Arrays.stream(e.sequence(0)).boxed().toList()));
      }
    }
    assertThat(seen).hasSizeGreaterThan(64 * 8 - 5); // short problems may coincide by chance
  }

  @Test
  void example_problem_isPromptSolutionAndEndOfText() {
    Problem problem = new ProblemSource(1).problem(Split.TRAIN, 4, 0);
    Example example = ProblemBatches.example(problem, problem.solution());
    assertThat(example.prompt()).isEqualTo(TaskVocabulary.encode(problem.prompt()));
    int[] solution = TaskVocabulary.encode(problem.solution());
    int[] tokens = example.continuations().getFirst().tokens();
    assertThat(Arrays.copyOf(tokens, solution.length)).isEqualTo(solution);
    assertThat(Arrays.copyOfRange(tokens, solution.length, tokens.length))
        .containsExactly(TaskVocabulary.endOfText());
  }

  /** A problem has one sentence for the first quantity and one per step. */
  private static Set<Integer> levels(double used) {
    Set<Integer> levels = new HashSet<>();
    for (Batch batch : BATCHES.round(0, used)) {
      for (Example example : batch.examples()) {
        levels.add((int) Arrays.stream(example.prompt()).filter(t -> t == FULL_STOP).count() - 1);
      }
    }
    return levels;
  }
}
