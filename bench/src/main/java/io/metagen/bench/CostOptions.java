package io.metagen.bench;

import io.metagen.bench.cost.CostSetup;
import io.metagen.bench.cost.TableFormat;
import io.metagen.bench.engine.TransformerEngine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

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

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of weights and tokens (default: ${DEFAULT-VALUE})")
  private long seed;

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
    atLeast(command, "--rounds", 1, List.of(rounds));
    atLeast(command, "--threads", 1, List.of(threads));
    TransformerEngine.useThreads(threads);
    return new CostSetup(rounds, threads, seed, System::nanoTime);
  }

  /** Throws a usage error if a value is too low. */
  static void atLeast(CommandLine command, String option, int least, List<Integer> values) {
    for (int value : values) {
      if (value < least) {
        throw new ParameterException(command, option + ": " + value + " is less than " + least);
      }
    }
  }

  WorkFolder work() {
    return WorkFolder.of(seed);
  }

  boolean json() {
    return output != null && output.json;
  }

  TableFormat format() {
    return output != null && output.markdown ? TableFormat.MARKDOWN : TableFormat.FRAMED;
  }
}
