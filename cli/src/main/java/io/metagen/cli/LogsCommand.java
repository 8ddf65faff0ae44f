package io.metagen.cli;

import io.metagen.cli.mesh.MeshException;
import io.metagen.cli.mesh.RunningService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the logs of a mesh by the system's {@code tail}. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Shows the end of the services' logs.")
final class LogsCommand implements Callable<Integer> {

  @Mixin private MeshName mesh = new MeshName();

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      defaultValue = "",
      description = "orchestrator, generator, generator-1, verifier or kv-cache (default: all)")
  private String service = "";

  @Option(names = "-f", description = "goes on as the logs grow")
  private boolean follow;

  @Option(
      names = "-n",
      defaultValue = "50",
      description = "lines of each log (default: ${DEFAULT-VALUE})")
  private int lines;

  @Override
  public Integer call() throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
    if (follow) {
      command.add("-f");
    }
    command.addAll(logs());
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0 ? 0 : 1;
    } catch (IOException e) {
      throw new MeshException("cannot run tail: " + e.getMessage(), e);
    }
  }

  private List<String> logs() {
    List<RunningService> services = mesh.mesh().services();
    List<String> logs = services.stream().filter(this::wanted).map(RunningService::log).toList();
    if (logs.isEmpty()) {
      throw new MeshException(
          services.isEmpty()
              ? "no mesh is running; start one with ./metagen up"
              : "no service '%s' in this mesh; there are %s"
                  .formatted(service, services.stream().map(RunningService::name).toList()));
    }
    return logs;
  }

  private boolean wanted(RunningService candidate) {
    return service.isEmpty()
        || candidate.name().equals(service)
        || candidate.kind().label().equals(service);
  }
}
