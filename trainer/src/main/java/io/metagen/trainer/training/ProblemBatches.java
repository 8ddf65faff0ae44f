package io.metagen.trainer.training;

import io.metagen.task.Problem;
import io.metagen.task.ProblemSource;
import io.metagen.task.Shorthand;
import io.metagen.task.Split;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Fresh problems with their reference solutions in {@link Shorthand}, no problem asked for twice.
 * Levels are drawn uniformly from 2 up to a highest one that rises from 3 to 8 over the first share
 * of the budget.
 *
 * @param seed chooses the problems
 * @param split which of them
 * @param rows rows of a batch
 * @param rise share of the budget at which the highest level is reached; 0 means all levels from
 *     the start
 */
public record ProblemBatches(long seed, Split split, int rows, double rise) implements BatchSource {

  private static final int BATCHES = 16;
  private static final int FIRST_HIGHEST = 3;

  @Override
  public List<Batch> round(long firstStep, double used) {
    int first = Math.toIntExact(firstStep * rows);
    ProblemSource source = new ProblemSource(seed);
    SplittableRandom levels = new SplittableRandom(seed ^ firstStep);
    SplittableRandom random = levels.split();
    int highest = highest(used);
    List<Example> examples =
        IntStream.range(first, first + BATCHES * rows)
            .mapToObj(
                i -> source.problem(split, levels.nextInt(Problem.LOWEST_LEVEL, highest + 1), i))
            .map(problem -> example(problem, Shorthand.of(problem.solution(), random)))
            .toList();
    return Rounds.bucketed(examples, rows, seed ^ firstStep);
  }

  /** A problem's prompt, a solution of it and the end-of-text token. */
  public static Example example(Problem problem, String text) {
    int[] solution = TaskVocabulary.encode(text);
    int[] ended = Arrays.copyOf(solution, solution.length + 1);
    ended[solution.length] = TaskVocabulary.endOfText();
    return Example.of(TaskVocabulary.encode(problem.prompt()), ended);
  }

  private int highest(double used) {
    if (used >= rise) {
      return Problem.HIGHEST_LEVEL;
    }
    int levels = Problem.HIGHEST_LEVEL - FIRST_HIGHEST + 1;
    return FIRST_HIGHEST + (int) (levels * used / rise);
  }
}
