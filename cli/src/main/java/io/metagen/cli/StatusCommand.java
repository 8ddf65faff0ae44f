package io.metagen.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.metagen.cli.mesh.Health;
import io.metagen.cli.mesh.MeshException;
import io.metagen.cli.mesh.RunningService;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
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

  private static final List<ColumnData<ServiceStatus>> COLUMNS =
      List.of(
          left("service", status -> status.service().name()),
          left("pid", status -> Long.toString(status.service().pid())),
          left("gRPC", status -> Integer.toString(status.service().ports().grpc())),
          left("HTTP", status -> Integer.toString(status.service().ports().http())),
          left("health", ServiceStatus::health),
          left("model", ServiceStatus::model),
          left("load", ServiceStatus::load));

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
    spec.commandLine()
        .getOut()
        .println(AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, statuses, COLUMNS));
    boolean serves =
        statuses.stream().allMatch(status -> status.health().equals(Health.SERVING.name()));
    return serves ? 0 : 1;
  }

  private static ColumnData<ServiceStatus> left(
      String header, Function<ServiceStatus, String> value) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT)
        .with(value);
  }
}
