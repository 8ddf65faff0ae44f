package io.metagen.trainer.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.training.GradientCollector;
import io.metagen.transformer.AdamW;
import io.metagen.transformer.TrainableTransformer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * One training run, from fresh weights or from its last checkpoint. Checkpoints fall between rounds
 * of batches, so a resumed run repeats exactly what the first would have done. One thread owns it.
 */
public final class TrainingRun implements AutoCloseable {

  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMinutes(2);

  private final TrainableTransformer network;
  private final Recipe recipe;
  private final BatchSource batches;
  private final Checkpoints checkpoints;
  private final InstantSource clock;
  private final AdamW optimizer;
  private Position position;

  /**
   * @param network the weights to train: the checkpoint's if there is one, else where the run
   *     starts
   */
  public TrainingRun(
      TrainableTransformer network,
      Recipe recipe,
      BatchSource batches,
      Checkpoints checkpoints,
      InstantSource clock) {
    this.network = network;
    network.multiplyIn(recipe.products());
    this.recipe = recipe;
    this.batches = batches;
    this.checkpoints = checkpoints;
    this.clock = clock;
    boolean resumed = checkpoints.present();
    position = resumed ? checkpoints.position() : Position.START;
    optimizer =
        resumed
            ? checkpoints.optimizer(network, recipe.optimizer())
            : AdamW.fresh(network, recipe.optimizer());
  }

  /** Trains until the budget is spent, leaves a checkpoint and returns the position. */
  public Position run(Progress progress) {
    Instant saved = clock.instant();
    while (used() < 1) {
      round(progress);
      if (Duration.between(saved, clock.instant()).compareTo(BETWEEN_CHECKPOINTS) >= 0) {
        checkpoints.save(network, optimizer, position);
        saved = clock.instant();
      }
    }
    checkpoints.save(network, optimizer, position);
    return position;
  }

  private void round(Progress progress) {
    for (Batch batch : batches.round(position.steps(), used())) {
      if (used() >= 1) {
        return;
      }
      Instant start = clock.instant();
      double loss = step(batch);
      double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
      position = position.plus(batch.size(), seconds);
      progress.step(position, used(), loss);
    }
  }

  private double step(Batch batch) {
    try (NDManager scope = network.manager().newSubManager()) {
      double loss;
      try (GradientCollector collector =
          Engine.getEngine(PtEngine.ENGINE_NAME).newGradientCollector()) {
        NDArray value = recipe.objective().loss(network, scope, batch);
        collector.backward(value);
        loss = value.getFloat();
      }
      optimizer.step(recipe.schedule().rate(used()));
      return loss;
    }
  }

  private double used() {
    return recipe.budget().used(position);
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
