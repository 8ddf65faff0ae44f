package io.metagen.cli;

import io.metagen.cli.mesh.Launch;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a mesh that keeps running. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts the four services on 127.0.0.1 and returns when they serve.")
final class UpCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Mixin private MeshName mesh = new MeshName();
  @Mixin private ModelOptions options = new ModelOptions();

  @Option(
      names = "--port-offset",
      defaultValue = "${env:METAGEN_PORT_OFFSET:-0}",
      description =
          "added to every port: gRPC 9000 orchestrator, 9010.. generators, 9020 verifier, 9030 KV"
              + " cache; HTTP 8000, 8010.., 8020, 8030 (default: ${DEFAULT-VALUE})")
  private int portOffset;

  @Override
  public Integer call() {
    List<Launch> launches = options.launches(mesh.name(), portOffset);
    try (StartLine line = new StartLine(spec.commandLine().getErr())) {
      mesh.mesh().start(launches, options.startTimeout(), line);
    }
    int port = launches.getLast().ports().grpc();
    spec.commandLine()
        .getOut()
        .printf("The mesh serves; call OrchestratorService at 127.0.0.1:%d.%n", port);
    return 0;
  }
}
