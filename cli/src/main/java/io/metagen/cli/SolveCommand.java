package io.metagen.cli;

import io.metagen.cli.mesh.ServiceKind;
import io.metagen.cli.run.LiveView;
import io.metagen.cli.run.OrchestratorClient;
import io.metagen.cli.run.PlainView;
import io.metagen.cli.run.SearchView;
import io.metagen.v1.RunResult;
import io.metagen.v1.RunSpec;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private RunOptions options = new RunOptions();
  @Mixin private CallOptions call = new CallOptions();

  @Override
  public Integer call() {
    RunSpec run = options.spec(problem);
    String target = call.target(ServiceKind.ORCHESTRATOR);
    try (OrchestratorClient client = new OrchestratorClient(target)) {
      if (call.json()) {
        RunResult result = client.run(run, call.deadline());
        spec.commandLine().getOut().println(CallOptions.json(result));
      } else {
        show(client, run);
      }
    }
    return 0;
  }

  private void show(OrchestratorClient client, RunSpec run) {
    PrintWriter out = spec.commandLine().getOut();
    try (SearchView view = Screen.isTerminal() ? new LiveView() : new PlainView(out)) {
      RunResult result = client.stream(run, call.deadline(), view::show);
      out.printf(
          "answer: %s (%s, seed %d)%n",
          result.getAnswer().hasAnswer() ? result.getAnswer().getAnswer() : "none found",
          result.getStopReason().name().replace("STOP_REASON_", "").toLowerCase(Locale.ROOT),
          result.getSeed());
      out.flush();
    }
  }
}
