package io.metagen.bench;

import static java.util.Objects.requireNonNull;

import io.metagen.bench.cost.CostSetup;
import io.metagen.bench.cost.OperatorBench;
import io.metagen.bench.cost.OperatorRow;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.option.Bounds;
import io.metagen.bench.option.PrecisionsOption;
import io.metagen.transformer.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures each operator of a decoding step against its roofline. */
@Command(
    name = "operators",
    mixinStandardHelpOptions = true,
    description =
        "Measure each operator of a decoding step against its roofline: the time that the"
            + " machine's arithmetic and its memory, both measured, allow at best. The first run"
            + " makes networks with random weights.")
final class OperatorsCommand implements Callable<Integer> {

  /** Positions per block. */
  private static final int BLOCK = 16;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private CostOptions options = new CostOptions();
  @Mixin private PrecisionsOption chosen = new PrecisionsOption();

  @Option(
      names = "--shapes",
      split = ",",
      description = "networks: 15M, 0.5B, generator (default: 15M,0.5B)")
  private List<Shape> shapes = List.of(Shape.M15, Shape.B05);

  @Option(
      names = "--batches",
      split = ",",
      description = "sequences of a step, each at least 1 (default: 1,16,64)")
  private List<Integer> batches = List.of(1, 16, 64);

  @Option(
      names = "--context",
      defaultValue = "128",
      description =
          "tokens of each sequence before the new one, a multiple of 16 (default: ${DEFAULT-VALUE})")
  private int context;

  @Override
  public Integer call() {
    CommandLine command = requireNonNull(spec).commandLine();
    CostSetup setup = options.setup(command);
    batches.forEach(batch -> Bounds.atLeast(command, "--batches", 1, batch));
    Bounds.atLeast(command, "--context", BLOCK, context);
    if (context % BLOCK != 0) {
      throw usage("--context: " + context + " is not a multiple of " + BLOCK);
    }
    OperatorBench bench = new OperatorBench(setup);
    List<OperatorRow> rows = new ArrayList<>();
    for (Shape shape : shapes) {
      rows.addAll(rows(shape, bench, setup.rounds()));
    }
    Hardware hardware = Hardware.of(setup.threads(), bench.limits().medians(), "not used");
    OperatorsReport report = OperatorsReport.of(hardware, bench.limits(), rows);
    System.out.println(options.json() ? report.json() : report.table(options.format()));
    return 0;
  }

  private List<OperatorRow> rows(Shape shape, OperatorBench bench, int rounds) {
    Path checkpoint = options.work().checkpoint(shape);
    int positions = ModelConfig.read(checkpoint.resolve("config.json")).maxPositions();
    if (context >= positions) {
      throw usage(
          "--context: %d; %s has %d positions, the new token's included"
              .formatted(context, shape.text(), positions));
    }
    List<OperatorRow> rows = new ArrayList<>();
    long units = (long) chosen.precisions().size() * batches.size() * rounds;
    try (ProgressBar bar = BenchProgress.of(shape.text(), units)) {
      for (Precision precision : chosen.precisions()) {
        bar.setExtraMessage(precision.text());
        rows.addAll(
            bench.run(
                new OperatorBench.Subject(shape.text(), checkpoint, precision, context),
                batches,
                bar::step));
      }
    }
    return rows;
  }

  private ParameterException usage(String message) {
    return new ParameterException(requireNonNull(spec).commandLine(), message);
  }
}
