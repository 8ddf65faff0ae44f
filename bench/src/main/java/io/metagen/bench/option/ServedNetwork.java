package io.metagen.bench.option;

import io.metagen.bench.engine.Precision;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a command has the packaged generator run its network. */
public final class ServedNetwork {

  @Option(
      names = "--precision",
      defaultValue = "f32",
      description = "f32, bf16, int8 (default: ${DEFAULT-VALUE})")
  private Precision precision = Precision.F32;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "threads of the network, at least 1 (default: ${DEFAULT-VALUE})")
  private int threads;

  public Precision precision() {
    return precision;
  }

  /**
   * Returns the threads.
   *
   * @throws picocli.CommandLine.ParameterException if there are none
   */
  public int threads(CommandLine command) {
    return Bounds.atLeast(command, "--threads", 1, threads);
  }
}
