package io.metagen.bench.overhead;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How a step of one batch went; times are in microseconds.
 *
 * @param via {@code engine} for the engine in this process, {@code grpc} for the packaged service
 * @param samples what the samples ask for
 * @param steps how many were measured; through gRPC, how many calls
 * @param forward a step's forward pass
 * @param outside everything else
 * @param cpu what the engine's thread ran of it, so without what it waited for a core on a busy
 *     machine; 0 where it can't be seen
 * @param sampling the part of it in which tokens are drawn; 0 where it can't be seen
 * @param share of the medians: outside over the whole
 * @param bound the most that {@code outside} should be
 */
public record OverheadRow(
    String shape,
    String via,
    String samples,
    int batch,
    int steps,
    Spread forward,
    Spread outside,
    Spread cpu,
    Spread sampling,
    double share,
    double bound) {

  /** What a row is about. */
  public record Subject(String shape, String via, Samples samples, int batch, boolean embedded) {
    private static final double FIXED_MICROS = 150;
    private static final double MICROS_PER_SEQUENCE = 10;
    private static final double SHARE = 0.05;

    /** The embedded models have a bound in time, larger ones a share of the step. */
    double bound(double forward) {
      return embedded
          ? FIXED_MICROS + MICROS_PER_SEQUENCE * batch
          : Math.round(SHARE / (1 - SHARE) * forward * 10) / 10.0;
    }
  }

  static OverheadRow of(Subject subject, List<StepTime> times) {
    Spread forward = spread(times, StepTime::forward);
    Spread outside = spread(times, StepTime::outside);
    double share = outside.median() / (outside.median() + forward.median());
    return new OverheadRow(
        subject.shape(),
        subject.via(),
        subject.samples().text(),
        subject.batch(),
        times.size(),
        forward,
        outside,
        spread(times, StepTime::cpu),
        spread(times, StepTime::sampling),
        Math.round(share * 1e4) / 1e4,
        subject.bound(forward.median()));
  }

  private static Spread spread(List<StepTime> times, ToLongFunction<StepTime> part) {
    return Spread.of(times.stream().mapToLong(part));
  }
}
