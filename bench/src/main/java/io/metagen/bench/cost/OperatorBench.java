package io.metagen.bench.cost;

import io.metagen.bench.cost.OperatorProfile.Round;
import io.metagen.bench.engine.Limits;
import io.metagen.bench.engine.Precision;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Measures the parts of one network's steps. */
public final class OperatorBench {

  /**
   * A network in a precision.
   *
   * @param shape its name
   * @param checkpoint its folder
   * @param context tokens of each sequence
   */
  public record Subject(String shape, Path checkpoint, Precision precision, int context) {

    io.metagen.transformer.Precision serving() {
      return io.metagen.transformer.Precision.valueOf(precision.name());
    }
  }

  private final CostSetup setup;
  private final List<Limits> measured = new ArrayList<>();

  public OperatorBench(CostSetup setup) {
    this.setup = setup;
  }

  /** Returns a row for each batch; {@code roundDone} runs after each round. */
  public List<OperatorRow> run(Subject subject, List<Integer> batches, Runnable roundDone) {
    Transformer.Options options = Transformer.Options.cpu(subject.serving());
    try (Transformer network = Transformer.load(subject.checkpoint(), options)) {
      return batches.stream().map(batch -> row(network, subject, batch, roundDone)).toList();
    }
  }

  private OperatorRow row(Transformer network, Subject subject, int batch, Runnable roundDone) {
    int context = subject.context();
    BlockPaths paths = BlockPaths.separate(batch, context);
    Precision precision = subject.precision();
    List<Round> rounds;
    try (DecodeStep step = new DecodeStep(network, paths, new Random(setup.seed()))) {
      rounds =
          new OperatorProfile(setup.rounds(), setup.nanos())
              .measure(
                  step::run, network.times().orElseThrow(), () -> limits(precision), roundDone);
    }
    Limits limits = new LimitRounds(rounds.stream().map(Round::limits).toList()).medians();
    StepCost cost =
        new StepCost(network.config(), NumberSizes.of(subject.serving()), batch, context);
    return new OperatorRow(
        subject.shape(),
        precision.text(),
        batch,
        context,
        limits.readBytesPerSecond() / 1e9,
        limits.flops().getOrDefault(precision, Double.NaN) / 1e9,
        limits.flops().getOrDefault(Precision.F32, Double.NaN) / 1e9,
        new StepShares(cost, precision, limits, rounds).all());
  }

  private Limits limits(Precision precision) {
    List<Precision> precisions = Stream.of(Precision.F32, precision).distinct().toList();
    Limits limits = Limits.measure(setup.threads(), precisions, setup.nanos());
    measured.add(limits);
    return limits;
  }

  /** Returns the limits as measured so far. */
  public LimitRounds limits() {
    return new LimitRounds(measured);
  }
}
