package io.metagen.transformer.kernel;

/** Work between the steps of a network, on the threads that run the steps. */
public final class Threads {
  private Threads() {}

  /** A task. */
  @FunctionalInterface
  public interface Task {

    /**
     * Runs it.
     *
     * @param thread the number of the thread that does, from 0 on, below {@link #count}
     * @param task its number
     */
    void run(int thread, int task);
  }

  /** Returns how many there are at most. */
  public static int count() {
    return Team.threads();
  }

  /**
   * Runs tasks 0 to {@code tasks - 1}, each once, in any order. What one of them throws is thrown
   * here, when no thread runs any more.
   */
  public static void each(int tasks, Task task) {
    try {
      Team.run(me -> me.each(tasks, i -> task.run(me.number(), i)));
    } catch (IllegalStateException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
