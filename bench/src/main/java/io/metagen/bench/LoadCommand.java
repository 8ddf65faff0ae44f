package io.metagen.bench;

import io.metagen.bench.engine.Precision;
import io.metagen.bench.load.LoadTrial;
import io.metagen.bench.load.Loaded;
import io.metagen.bench.option.JsonOption;
import io.metagen.bench.option.PrecisionsOption;
import io.metagen.transformer.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the memory and the time that loading a network takes. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description =
        "Measure what loading a network takes: memory at its peak against memory afterwards, and"
            + " seconds, each precision in a process of its own. Fails where the peak is more than"
            + " 1.3 times the final size. The first run writes a checkpoint with random weights"
            + " (1B: 4.4 GB).")
final class LoadCommand implements Callable<Integer> {

  @Mixin private JsonOption output = new JsonOption();
  @Mixin private PrecisionsOption chosen = new PrecisionsOption();

  @Option(
      names = "--shape",
      defaultValue = "1B",
      description = "network: 15M, 0.5B, 1B, generator (default: ${DEFAULT-VALUE})")
  private Shape shape = Shape.B1;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of the weights (default: ${DEFAULT-VALUE})")
  private long seed;

  @Override
  public Integer call() {
    Path checkpoint = WorkFolder.of(seed).checkpoint(shape);
    ModelConfig config = ModelConfig.read(checkpoint.resolve("config.json"));
    List<LoadRow> rows = new ArrayList<>();
    for (Precision precision : chosen.precisions()) {
      rows.add(LoadRow.of(shape, config, precision, load(checkpoint, precision)));
    }
    LoadReport report = new LoadReport(LoadRow.MOST, rows);
    output.print(report::json, report::table);
    return rows.stream().allMatch(LoadRow::bounded) ? 0 : 1;
  }

  private Loaded load(Path checkpoint, Precision precision) {
    String task = "loading " + shape.text() + " " + precision.text();
    try (ProgressBar bar = BenchProgress.of(task, -1)) {
      return LoadTrial.run(
          checkpoint, precision, (bytes, total) -> bar.maxHint(total).stepTo(bytes));
    }
  }
}
