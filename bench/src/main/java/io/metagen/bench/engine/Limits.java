package io.metagen.bench.engine;

import io.metagen.transformer.ModelConfig;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this machine allows at most, measured: one sequence's decoding reads every weight once for
 * each token, a prompt multiplies every weight with each token.
 *
 * @param readBytesPerSecond memory read by all threads together
 * @param flops operations of large matrix products per second, for each precision that is measured
 */
public record Limits(double readBytesPerSecond, Map<Precision, Double> flops) {

  public Limits {
    flops = Map.copyOf(flops);
  }

  /** Measures the limits; takes some seconds. */
  public static Limits measure(int threads, List<Precision> precisions, LongSupplier nanos) {
    Map<Precision, Double> flops = new EnumMap<>(Precision.class);
    precisions.forEach(precision -> flops.put(precision, MatrixSpeed.flops(precision, nanos)));
    return new Limits(MemorySpeed.bytesPerSecond(threads, nanos), flops);
  }

  /**
   * Returns the tokens per second that a workload can't exceed, for decoding of one sequence and
   * for prompts; other workloads lie between the two. Keys and values are not counted.
   */
  public OptionalDouble tokensPerSecond(
      ModelConfig config, Precision precision, Workload workload) {
    return switch (workload.measure()) {
      case DECODE ->
          workload.size() == 1
              ? OptionalDouble.of(readBytesPerSecond / weightBytes(config, precision))
              : OptionalDouble.empty();
      case PREFILL -> prompt(config, flops.get(precision), workload.size());
      case SHARED_PREFIX -> OptionalDouble.empty();
    };
  }

  /**
   * Measures the one limit that a workload can't exceed, and returns its tokens per second; others
   * than decoding of one sequence and prompts have none, and are not measured.
   */
  public static OptionalDouble tokensPerSecondNow(
      int threads, ModelConfig config, Load load, LongSupplier nanos) {
    boolean one = load.workload.measure() == Measure.DECODE && load.workload.size() == 1;
    boolean prompt = load.workload.measure() == Measure.PREFILL;
    if (!one && !prompt) {
      return OptionalDouble.empty();
    }
    double bytes = one ? MemorySpeed.bytesPerSecond(threads, nanos) : 0;
    Map<Precision, Double> flops =
        prompt ? Map.of(load.precision, MatrixSpeed.flops(load.precision, nanos)) : Map.of();
    return new Limits(bytes, flops).tokensPerSecond(config, load.precision, load.workload);
  }

  /** A workload in a precision. */
  public record Load(Workload workload, Precision precision) {}

  /** The weights that a token needs: all but the embedding, of which it reads one row. */
  private static double weightBytes(ModelConfig config, Precision precision) {
    long embedding = config.tied() ? 0 : (long) config.vocabularySize() * config.hiddenSize();
    return (double) (config.parameters() - embedding) * precision.bytesPerWeight();
  }

  /** Only the prompt's last token needs the head. */
  private static OptionalDouble prompt(ModelConfig config, @Nullable Double peak, int tokens) {
    if (peak == null) {
      return OptionalDouble.empty();
    }
    double head = 2.0 * config.hiddenSize() * config.vocabularySize();
    double layers = config.flopsPerToken(tokens / 2) - head;
    return OptionalDouble.of(tokens * peak / (tokens * layers + head));
  }
}
