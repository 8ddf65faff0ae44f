package io.metagen.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.metagen.trainer.speculation.Acceptance;
import io.metagen.trainer.speculation.AcceptanceMeter;
import io.metagen.trainer.speculation.AcceptanceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how many of the draft model's tokens the generator accepts. */
@Command(
    name = "acceptance",
    mixinStandardHelpOptions = true,
    description =
        "Measure the draft model by speculative sampling at temperature 1 on held-out problems.")
final class AcceptanceCommand implements Callable<Integer> {

  @Mixin private GeneratorOption generator = new GeneratorOption();
  @Mixin private ProblemsOption problems = new ProblemsOption();

  @Option(
      names = "--draft",
      defaultValue = "models/draft",
      description = "draft model's folder (default: ${DEFAULT-VALUE})")
  private Path draft = Path.of("models/draft");

  @Option(
      names = "--count",
      defaultValue = "200",
      description = "how many problems (default: ${DEFAULT-VALUE})")
  private int count;

  @Option(
      names = "--tokens",
      defaultValue = "4",
      description = "tokens drafted in a round, at least 1 (default: ${DEFAULT-VALUE})")
  private int tokens;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of the samples (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--card", description = "put the results into the draft model's card")
  private boolean card;

  @Override
  public Integer call() throws IOException {
    try (AcceptanceMeter meter = new AcceptanceMeter(draft, generator.folder(), tokens, seed)) {
      Acceptance acceptance = meter.measure(problems.first(count));
      if (card) {
        ModelCard.measured(draft, AcceptanceTable.of(acceptance));
      }
      System.out.println(
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(acceptance));
    }
    return 0;
  }
}
