package io.metagen.bench;

import io.grpc.StatusRuntimeException;
import io.metagen.bench.engine.Measure;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.mesh.MeshCommand;
import io.metagen.bench.soak.SoakCommand;
import io.metagen.bench.verify.VerifyLoadCommand;
import io.metagen.cli.mesh.MeshException;
import io.metagen.transformer.CheckpointException;
import io.metagen.transformer.ComputeDevice;
import io.metagen.transformer.DeviceException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The command line {@code metagen bench}. */
@Command(
    name = "metagen bench",
    mixinStandardHelpOptions = true,
    description = "Measures this project against others on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      EngineCommand.class,
      GrowthCommand.class,
      LoadCommand.class,
      MeshCommand.class,
      OperatorsCommand.class,
      OverheadCommand.class,
      SoakCommand.class,
      StartCommand.class,
      ThreadsCommand.class,
      VerifyLoadCommand.class
    })
public final class Bench {

  private Bench() {}

  /** Runs the command and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The commands, with failures shown in a line or two and no stack trace. */
  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .setUsageHelpAutoWidth(true)
        .registerConverter(Shape.class, named("shape", Shape.values(), Shape::text))
        .registerConverter(Measure.class, named("measure", Measure.values(), Measure::text))
        .registerConverter(Precision.class, named("precision", Precision.values(), Precision::text))
        .registerConverter(ComputeDevice.class, Bench::device)
        .setParameterExceptionHandler((wrong, _) -> usageError(wrong))
        .setExecutionExceptionHandler((failed, command, _) -> failure(failed, command));
  }

  private static ComputeDevice device(String name) {
    try {
      return ComputeDevice.of(name);
    } catch (DeviceException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static <E extends Enum<E>> ITypeConverter<E> named(
      String kind, E[] values, Function<E, String> name) {
    return text -> {
      for (E value : values) {
        if (name.apply(value).equals(text)) {
          return value;
        }
      }
      List<String> names = Arrays.stream(values).map(name).toList();
      throw new TypeConversionException(
          "unknown " + kind + " " + text + "; there are " + String.join(", ", names));
    };
  }

  private static int usageError(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println("metagen: " + wrong.getMessage());
    command.getErr().printf("Help: ./%s --help%n", command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  private static int failure(Exception failed, CommandLine command) throws Exception {
    String text =
        switch (failed) {
          case BenchException known -> known.getMessage();
          case CheckpointException known -> known.getMessage();
          case DeviceException known -> "--" + known.getMessage();
          case MeshException known -> known.getMessage();
          case StatusRuntimeException call -> "the mesh failed: " + call.getStatus();
          default -> throw failed;
        };
    command.getErr().println("metagen: " + text);
    return ExitCode.SOFTWARE;
  }
}
