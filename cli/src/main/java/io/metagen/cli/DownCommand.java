package io.metagen.cli;

import io.metagen.cli.mesh.Mesh;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops a mesh. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops the mesh: lets running calls end (SIGTERM), then kills what is left.")
final class DownCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Mixin private MeshName mesh = new MeshName();

  @Option(
      names = "--grace",
      defaultValue = "40",
      description = "seconds that running calls get before SIGKILL (default: ${DEFAULT-VALUE})")
  private int graceSeconds;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Mesh running = mesh.mesh();
    boolean ran = running.isRunning();
    List<String> killed = running.stop(Duration.ofSeconds(Math.max(0, graceSeconds)));
    if (!killed.isEmpty()) {
      out.printf("Stopped; killed after %d s: %s.%n", graceSeconds, String.join(", ", killed));
    } else {
      out.println(ran ? "Stopped." : "No mesh was running.");
    }
    return 0;
  }
}
