package io.metagen.bench;

import static java.util.Objects.requireNonNull;

import io.metagen.bench.cost.CostSetup;
import io.metagen.bench.cost.GrowthMeter;
import io.metagen.bench.cost.GrowthPoint;
import io.metagen.bench.cost.GrowthSeries;
import io.metagen.bench.cost.GrowthSlope;
import io.metagen.bench.engine.Limits;
import io.metagen.transformer.Precision;
import io.metagen.transformer.Transformer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how a step's time grows with the batch, the context, the samples and a tree's depth. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description =
        "Measure how the time of a decoding step grows with batch, context, samples of a prefix and"
            + " depth of a tree, with shared and with private contexts, in f32. The first run makes"
            + " networks with random weights.")
final class GrowthCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private CostOptions options = new CostOptions();

  @Option(
      names = "--shapes",
      split = ",",
      description = "networks: 15M, 0.5B, generator (default: 15M,generator)")
  private List<Shape> shapes = List.of(Shape.M15, Shape.GENERATOR);

  @Override
  public Integer call() {
    CostSetup setup = options.setup(requireNonNull(spec).commandLine());
    List<GrowthPoint> points = new ArrayList<>();
    List<GrowthSlope> slopes = new ArrayList<>();
    for (Shape shape : shapes) {
      for (List<GrowthPoint> series : measure(shape, setup)) {
        points.addAll(series);
        GrowthSlope.of(series).ifPresent(slopes::add);
      }
    }
    GrowthReport report = new GrowthReport(hardware(setup), points, slopes);
    System.out.println(options.json() ? report.json() : report.table(options.format()));
    return 0;
  }

  private List<List<GrowthPoint>> measure(Shape shape, CostSetup setup) {
    Transformer.Options serving = Transformer.Options.cpu(Precision.F32);
    List<List<GrowthPoint>> measured = new ArrayList<>();
    try (Transformer network = Transformer.load(options.work().checkpoint(shape), serving)) {
      List<GrowthSeries> all = GrowthSeries.of(network.config().maxPositions());
      long units = (long) setup.rounds() * all.stream().mapToInt(GrowthSeries::steps).sum();
      GrowthMeter meter = new GrowthMeter(shape.text(), network, setup);
      try (ProgressBar bar = BenchProgress.of(shape.text(), units)) {
        bar.setExtraMessage("warm-up");
        meter.warmUp();
        for (GrowthSeries series : all) {
          bar.setExtraMessage(series.name());
          measured.add(meter.measure(series, bar::step));
        }
      }
    }
    return measured;
  }

  private static Hardware hardware(CostSetup setup) {
    Limits limits =
        Limits.measure(
            setup.threads(), List.of(io.metagen.bench.engine.Precision.F32), setup.nanos());
    return Hardware.of(setup.threads(), limits, "not used");
  }
}
