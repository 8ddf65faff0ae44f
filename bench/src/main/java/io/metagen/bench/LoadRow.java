package io.metagen.bench;

import io.metagen.bench.engine.Precision;
import io.metagen.bench.load.Loaded;
import io.metagen.transformer.ModelConfig;

/**
 * One line of {@code metagen bench load}.
 *
 * @param shape the network
 * @param precision what its matrices are held in
 * @param weights number of its weights
 * @param finalBytes what the loaded network added to the process
 * @param peakBytes the most that it had added while it was loaded
 * @param ratio peak over final
 * @param seconds of loading
 * @param bounded whether the ratio is at most {@link #MOST}
 */
record LoadRow(
    String shape,
    String precision,
    long weights,
    long finalBytes,
    long peakBytes,
    double ratio,
    double seconds,
    boolean bounded) {

  /** The peak that is allowed, in units of the final size. */
  static final double MOST = 1.3;

  static LoadRow of(Shape shape, ModelConfig config, Precision precision, Loaded loaded) {
    return new LoadRow(
        shape.text(),
        precision.text(),
        config.parameters(),
        loaded.finalBytes(),
        loaded.peakBytes(),
        loaded.ratio(),
        loaded.seconds(),
        loaded.ratio() <= MOST);
  }
}
