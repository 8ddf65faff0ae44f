package io.metagen.trainer;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The generator that a command works with. */
final class GeneratorOption {

  @Option(
      names = "--generator",
      defaultValue = "models/generator",
      description = "generator's folder (default: ${DEFAULT-VALUE})")
  private Path generator = Path.of("models/generator");

  Path folder() {
    return generator;
  }
}
