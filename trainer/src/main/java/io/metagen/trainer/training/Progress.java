package io.metagen.trainer.training;

/** Hears of every step of a run. */
@FunctionalInterface
public interface Progress {

  /**
   * One step is done.
   *
   * @param position after the step
   * @param used share of the budget spent, 0 to 1
   * @param loss of the step's batch, in nats
   */
  void step(Position position, double used, double loss);
}
