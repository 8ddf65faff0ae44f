package io.metagen.trainer.task;

/** How often each kind of step is told. */
public enum Mix {
  /** For the first part of training: mostly steps that need the last quantity alone. */
  WARM_UP,
  /**
   * The task as it is tested: nearly a third of the steps look back to an earlier person's
   * quantity.
   */
  TASK
}
