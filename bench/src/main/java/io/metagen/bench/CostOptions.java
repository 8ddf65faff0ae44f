package io.metagen.bench;

import io.metagen.bench.cost.CostSetup;
import io.metagen.bench.cost.TableFormat;
import io.metagen.bench.engine.TransformerEngine;
import io.metagen.bench.option.Bounds;
import io.metagen.bench.option.SeedOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that measure what a step costs. */
final class CostOptions {

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "rounds of each step, at least 1 (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--threads",
      defaultValue = "2",
      description = "threads of the engine, at least 1 (default: ${DEFAULT-VALUE})")
  private int threads;

  @Mixin private SeedOption seed = new SeedOption();

  @ArgGroup private @Nullable Output output;

  /** What is printed in place of framed tables. */
  static final class Output {
    @Option(names = "--json", description = "print one JSON document in place of the tables")
    private boolean json;

    @Option(names = "--markdown", description = "print the tables as Markdown")
    private boolean markdown;
  }

  /** Returns how to measure, and sets the engine's threads; comes before any network is loaded. */
  CostSetup setup(CommandLine command) {
    Bounds.atLeast(command, "--rounds", 1, rounds);
    Bounds.atLeast(command, "--threads", 1, threads);
    TransformerEngine.useThreads(threads);
    return new CostSetup(rounds, threads, seed.seed(), System::nanoTime);
  }

  WorkFolder work() {
    return WorkFolder.of(seed.seed());
  }

  boolean json() {
    return output != null && output.json;
  }

  TableFormat format() {
    return output != null && output.markdown ? TableFormat.MARKDOWN : TableFormat.FRAMED;
  }
}
