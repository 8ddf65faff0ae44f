package io.metagen.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.metagen.transformer.TrainableTransformer;

/** What a run minimises. */
public enum Objective {
  /** Cross-entropy of the solution's tokens. */
  NEXT_TOKEN {
    @Override
    NDArray loss(TrainableTransformer network, NDManager scope, Batch batch) {
      return network.loss(scope, batch.tokens(scope), batch.solutionMask(scope));
    }
  },
  /**
   * Binary cross-entropy of each token's being right, against the generator's belief in it
   * (distillation, Hinton et al. 2015).
   */
  BELIEF {
    @Override
    NDArray loss(TrainableTransformer network, NDManager scope, Batch batch) {
      return network.valueLoss(
          scope, batch.tokens(scope), batch.solutionMask(scope), batch.beliefs(scope));
    }
  },
  /**
   * Binary cross-entropy of being right, after every token of the solution (Cobbe et al. 2021,
   * section 4.2), against {@link Example#labelAt}.
   */
  VERDICT {
    @Override
    NDArray loss(TrainableTransformer network, NDManager scope, Batch batch) {
      return network.valueLoss(
          scope, batch.tokens(scope), batch.solutionMask(scope), batch.labels(scope));
    }
  };

  /** Returns a scalar in nats on the scope; gradients flow if a collector is open. */
  abstract NDArray loss(TrainableTransformer network, NDManager scope, Batch batch);
}
