package io.metagen.generator;

import io.metagen.transformer.KvOptions;
import io.metagen.transformer.cache.BlockBudget;
import io.metagen.transformer.kernel.KvType;

/**
 * What the settings say of keys and values.
 *
 * @param options how they are held and used
 * @param budget what a sequence may hold
 */
record KvSettings(KvOptions options, BlockBudget budget) {

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming a setting that doesn't go with the others
   */
  static KvSettings of(GeneratorConfig config) {
    try {
      KvOptions options =
          new KvOptions(type(config), config.kvWindow(), config.kvSinks(), config.kvHeavy());
      return new KvSettings(options, options.budget(config.blockSize()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("metagen.generator." + e.getMessage(), e);
    }
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
