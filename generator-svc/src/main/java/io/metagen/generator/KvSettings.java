package io.metagen.generator;

import io.metagen.transformer.KvOptions;
import io.metagen.transformer.cache.BlockBudget;
import io.metagen.transformer.kernel.KvType;

/**
 * What the settings say of keys and values.
 *
 * @param options how they are held and used
 * @param blockSize tokens in a block
 */
record KvSettings(KvOptions options, int blockSize) {

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming a setting that doesn't go with the others
   */
  static KvSettings of(GeneratorConfig config) {
    try {
      KvOptions options =
          new KvOptions(type(config), config.kvWindow(), config.kvSinks(), config.kvHeavy());
      options.budget(config.blockSize(), 0);
      return new KvSettings(options, config.blockSize());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("metagen.generator." + e.getMessage(), e);
    }
  }

  /** Returns what a sequence may hold; the network's own window is 0 for none. */
  BlockBudget budget(int ownWindow) {
    return options.budget(blockSize, ownWindow);
  }

  private static KvType type(GeneratorConfig config) {
    return switch (config.kvPrecision()) {
      case AUTO -> KvOptions.of(config.precision()).type();
      case F32 -> KvType.F32;
      case BF16 -> KvType.BF16;
      case INT8 -> KvType.INT8;
    };
  }
}
