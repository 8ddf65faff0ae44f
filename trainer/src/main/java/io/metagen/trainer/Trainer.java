package io.metagen.trainer;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code metagen train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Makes the embedded models from the synthetic task.",
    subcommands = {
      GeneratorCommand.class,
      ProblemsCommand.class,
      DraftCommand.class,
      SamplesCommand.class,
      RewardCommand.class,
      AssistantCommand.class,
      AssessCommand.class,
      AcceptanceCommand.class,
      EvaluateCommand.class,
      VerifiersCommand.class,
      CalibrateCommand.class,
      PerplexityCommand.class
    })
public final class Trainer {

  private Trainer() {}

  /** Runs the command and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Trainer()).execute(arguments));
  }
}
