package io.metagen.trainer.training;

import java.util.List;

/** Where a run's batches come from. */
public interface BatchSource {

  /**
   * Returns the batches of one round, a pure function of its arguments, so that a resumed run sees
   * what the first would have seen.
   *
   * @param firstStep the step that the first batch is for; steps before it have been used
   * @param used share of the budget spent so far, 0 to 1
   */
  List<Batch> round(long firstStep, double used);
}
