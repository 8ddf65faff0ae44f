package io.metagen.bench.option;

import picocli.CommandLine.Option;

/** The seed of a command that measures random networks on random tokens. */
public final class SeedOption {

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of weights and tokens (default: ${DEFAULT-VALUE})")
  private long seed;

  public long seed() {
    return seed;
  }
}
