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
   * Binary cross-entropy of being right so far, wherever a line shows it: of the lines up to there
   * (process supervision, Uesato et al. 2022, section 2.3), and at the last token of the answer.
   */
  VALUE {
    @Override
    NDArray loss(TrainableTransformer network, NDManager scope, Batch batch) {
      return network.valueLoss(
          scope, batch.tokens(scope), batch.verdictMask(scope), batch.labels(scope));
    }
  };

  /** Returns a scalar in nats on the scope; gradients flow if a collector is open. */
  abstract NDArray loss(TrainableTransformer network, NDManager scope, Batch batch);
}
