package io.metagen.task;

/**
 * One word problem with its reference solution.
 *
 * @param id split, level and index, for example {@code test-5-17}
 * @param level number of steps, 2 to 8
 * @param problem the text, one sentence per step and the question last
 * @param solution one line per step and the line {@code Answer: n}, without a line end after it
 * @param answer the final quantity, 1 to 99
 */
public record Problem(String id, int level, String problem, String solution, String answer) {

  /** Lowest and highest number of steps of the task. */
  public static final int LOWEST_LEVEL = 2;

  public static final int HIGHEST_LEVEL = 8;

  /** What the generator is given: the problem and a line end; the solution follows at once. */
  public String prompt() {
    return problem + "\n";
  }
}
