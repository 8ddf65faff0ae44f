package io.metagen.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.metagen.transformer.TrainableTransformer;

/** What a run minimises. */
@FunctionalInterface
public interface Objective {

  /** Cross-entropy of what should follow. */
  Objective NEXT_TOKEN =
      (network, scope, batch) -> network.loss(scope, batch.rows(scope), batch.targets(scope));

  /**
   * Binary cross-entropy of the head's value against labels along the continuations (Cobbe et al.
   * 2021, section 4.2).
   */
  Objective VALUE =
      (network, scope, batch) -> network.valueLoss(scope, batch.rows(scope), batch.labels(scope));

  /**
   * The preference of right over wrong continuations of one prompt, by the values after their last
   * tokens (Bradley and Terry 1952).
   */
  Objective PREFERENCE =
      (network, scope, batch) ->
          network.pairLoss(
              scope, batch.rows(scope), batch.pairs().better(scope), batch.pairs().worse(scope));

  /**
   * Cross-entropy against what a teacher says wherever something should follow (Hinton et al.
   * 2015).
   */
  static Objective distilled(TrainableTransformer teacher) {
    return (network, scope, batch) ->
        network.distilledLoss(
            scope,
            batch.rows(scope),
            batch.targets(scope),
            teacher.logits(scope, batch.rows(scope), batch.targets(scope)));
  }

  /** Returns a scalar in nats on the scope; gradients flow if a collector is open. */
  NDArray loss(TrainableTransformer network, NDManager scope, Batch batch);
}
