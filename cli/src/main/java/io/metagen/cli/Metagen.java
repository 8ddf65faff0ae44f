package io.metagen.cli;

import io.metagen.cli.run.StrategyName;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line {@code metagen}. */
@Command(
    name = "metagen",
    mixinStandardHelpOptions = true,
    version = "metagen 0.1.0-SNAPSHOT",
    description = "Serves meta-generation: strategies over a generator and a verifier, by gRPC.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      SolveCommand.class,
      VerifyCommand.class,
      TrainCommand.class,
      BenchCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:success",
      " 1:failure: the mesh, a call or the build failed",
      " 2:usage: an unknown command, option or value"
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  METAGEN_HOME              state and logs (default: .metagen in the repository)",
      "  METAGEN_PORT_OFFSET       default of --port-offset of up (0)",
      "  METAGEN_DEMO_PORT_OFFSET  default of --port-offset of demo (100)",
      "  METAGEN_THREADS           default of --threads (1)",
      "  JAVA_HOME                 a JDK 25; else one is looked for"
    })
public final class Metagen {

  private Metagen() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The commands, with failures shown in a line or two and no stack trace. */
  static CommandLine commandLine() {
    return new CommandLine(new Metagen())
        .setUsageHelpAutoWidth(true)
        .registerConverter(StrategyName.class, StrategyName::of)
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new Failures());
  }
}
