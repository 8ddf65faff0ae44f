package io.metagen.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.metagen.cli.mesh.MeshException;
import io.metagen.cli.mesh.RunningService;
import io.metagen.cli.mesh.ServiceKind;
import io.metagen.cli.run.LiveView;
import io.metagen.cli.run.OrchestratorClient;
import io.metagen.cli.run.PlainView;
import io.metagen.cli.run.SearchView;
import io.metagen.v1.RunResult;
import io.metagen.v1.RunSpec;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends one problem to a mesh. */
@Command(
    name = "solve",
    mixinStandardHelpOptions = true,
    description = "Solves a problem on the running mesh and shows the search.")
final class SolveCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Parameters(paramLabel = "PROBLEM", description = "text of the problem")
  private String problem = "";

  @Mixin private MeshName mesh = new MeshName();
  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--endpoint",
      defaultValue = "",
      paramLabel = "HOST:PORT",
      description = "an orchestrator anywhere, instead of this machine's mesh")
  private String endpoint = "";

  @Option(
      names = "--deadline",
      defaultValue = "120",
      description = "seconds until the run must end (default: ${DEFAULT-VALUE})")
  private double deadlineSeconds;

  @Option(names = "--json", description = "prints the RunResult as JSON and nothing else")
  private boolean json;

  @Override
  public Integer call() {
    RunSpec run = options.spec(problem);
    Duration deadline = Duration.ofMillis(Math.round(deadlineSeconds * 1000));
    try (OrchestratorClient client = new OrchestratorClient(target())) {
      if (json) {
        spec.commandLine().getOut().println(print(client.run(run, deadline)));
        return 0;
      }
      show(client, run, deadline);
    }
    return 0;
  }

  private void show(OrchestratorClient client, RunSpec run, Duration deadline) {
    PrintWriter out = spec.commandLine().getOut();
    try (SearchView view = Screen.isTerminal() ? new LiveView() : new PlainView(out)) {
      RunResult result = client.stream(run, deadline, view::show);
      out.printf(
          "answer: %s (%s, seed %d)%n",
          result.getAnswer().hasAnswer() ? result.getAnswer().getAnswer() : "none found",
          result.getStopReason().name().replace("STOP_REASON_", "").toLowerCase(Locale.ROOT),
          result.getSeed());
      out.flush();
    }
  }

  private String target() {
    if (!endpoint.isEmpty()) {
      return endpoint;
    }
    return mesh.mesh().services().stream()
        .filter(service -> service.kind() == ServiceKind.ORCHESTRATOR)
        .filter(RunningService::isAlive)
        .map(service -> "127.0.0.1:" + service.ports().grpc())
        .findFirst()
        .orElseThrow(() -> new MeshException("no mesh is running; start one with ./metagen up"));
  }

  private static String print(RunResult result) {
    try {
      return JsonFormat.printer().print(result);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a run's result holds no Any", e);
    }
  }
}
