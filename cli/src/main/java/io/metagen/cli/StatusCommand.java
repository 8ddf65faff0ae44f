package io.metagen.cli;

import com.github.freva.asciitable.AsciiTable;
import io.metagen.cli.mesh.Health;
import io.metagen.cli.mesh.MeshException;
import io.metagen.cli.mesh.RunningService;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the processes of a mesh; fails unless all of them serve. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows process, ports, health, model and load of every service.")
final class StatusCommand implements Callable<Integer> {

  private static final String[] HEADER = {
    "service", "pid", "gRPC", "HTTP", "health", "model", "load"
  };

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Mixin private MeshName mesh = new MeshName();

  @Override
  public Integer call() {
    List<RunningService> services = mesh.mesh().services();
    if (services.isEmpty()) {
      throw new MeshException("no mesh is running; start one with ./metagen up");
    }
    List<ServiceStatus> statuses = services.stream().map(ServiceStatus::of).toList();
    String[][] cells = statuses.stream().map(ServiceStatus::cells).toArray(String[][]::new);
    spec.commandLine()
        .getOut()
        .println(
            AsciiTable.getTable(
                AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, HEADER, new String[0], cells));
    boolean serves =
        statuses.stream().allMatch(status -> status.health().equals(Health.SERVING.name()));
    return serves ? 0 : 1;
  }
}
