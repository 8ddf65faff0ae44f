package io.metagen.verifier;

import io.metagen.transformer.Transformer;
import io.metagen.verifier.reward.RewardModel;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The reward models that are loaded, by name. */
final class RewardModels implements AutoCloseable {
  private final Map<String, RewardModel> byName = new TreeMap<>();

  /**
   * Loads all that the settings name.
   *
   * @param onDeath runs when one of their engines dies
   * @throws IllegalArgumentException naming the model that can't be loaded
   */
  static RewardModels load(VerifierConfig config, Runnable onDeath) {
    RewardModels models = new RewardModels();
    try {
      config
          .rewardModels()
          .forEach(
              (name, model) ->
                  models.byName.put(
                      name, RewardModel.load(source(model), limits(config), onDeath)));
      return models;
    } catch (RuntimeException e) {
      models.close();
      throw e;
    }
  }

  private static RewardModel.Source source(RewardModelConfig model) {
    return new RewardModel.Source(
        model.folder(),
        Transformer.Options.on(model.device(), model.precision()).with(model.precisionExceptions()),
        model.form());
  }

  private static RewardModel.Limits limits(VerifierConfig config) {
    return new RewardModel.Limits(
        config.queueLimit(),
        config.batchSize(),
        config.batchWait(),
        config.kvBlocks(),
        config.blockSize(),
        config.stepTokens(),
        config.warmUp());
  }

  Map<String, RewardModel> byName() {
    return Map.copyOf(byName);
  }

  Collection<RewardModel> all() {
    return byName.values();
  }

  @Override
  public void close() {
    byName.values().forEach(RewardModel::close);
  }
}
