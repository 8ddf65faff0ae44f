package io.metagen.trainer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Draws the samples that verifiers and correctors learn from. */
@Command(
    name = "samples",
    mixinStandardHelpOptions = true,
    description =
        "Draw the generator's samples that other models learn from; 6 minutes on 2 cores by default.")
final class SamplesCommand implements Runnable {

  @Mixin private SamplesOptions samples = new SamplesOptions();

  @Override
  public void run() {
    samples.samples();
  }
}
