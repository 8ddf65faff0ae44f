package io.metagen.cli;

import io.grpc.StatusRuntimeException;
import io.metagen.cli.demo.Demo;
import io.metagen.cli.demo.DemoSettings;
import io.metagen.cli.demo.ProblemMix;
import io.metagen.cli.demo.Report;
import io.metagen.cli.mesh.Launch;
import io.metagen.cli.mesh.MeshException;
import io.metagen.cli.mesh.OwnMesh;
import io.metagen.cli.run.LiveView;
import io.metagen.cli.run.OrchestratorClient;
import io.metagen.cli.run.PlainView;
import io.metagen.cli.run.PromptForm;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what a mesh does, on a mesh of its own that it stops again. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Starts a mesh, solves held-out problems by four strategies, stops the mesh.")
final class DemoCommand implements Callable<Integer> {

  private static final Duration GRACE = Duration.ofSeconds(10);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Mixin private ModelOptions options = new ModelOptions();

  @Option(
      names = "--port-offset",
      defaultValue = "${env:METAGEN_DEMO_PORT_OFFSET:-100}",
      description = "added to every port of up at offset 0 (default: ${DEFAULT-VALUE})")
  private int portOffset;

  @Option(
      names = "--problems",
      defaultValue = "50",
      description = "held-out problems for each strategy (default: ${DEFAULT-VALUE})")
  private int problems;

  @Option(
      names = "--samples",
      defaultValue = "16",
      description = "candidates of each strategy but greedy (default: ${DEFAULT-VALUE})")
  private int samples;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "root of problems and random numbers (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--chat", description = "puts problems as conversations")
  private boolean chat;

  @Option(
      names = "--json",
      description = "prints the table as JSON on standard output and nothing else there")
  private boolean json;

  @Override
  public Integer call() {
    DemoSettings settings = settings();
    ProblemMix mix = ProblemMix.read(Home.root().resolve("models/test"), seed);
    mix.first(problems);
    List<Launch> launches = options.launches(MeshName.DEMO, portOffset);
    try (OwnMesh own = OwnMesh.of(Home.mesh(MeshName.DEMO), GRACE)) {
      run(own, launches, settings, mix);
    }
    return 0;
  }

  private void run(OwnMesh own, List<Launch> launches, DemoSettings settings, ProblemMix mix) {
    try {
      try (StartLine line = new StartLine(spec.commandLine().getErr())) {
        own.start(launches, options.startTimeout(), line);
      }
      run(settings, mix, "127.0.0.1:" + launches.getLast().ports().grpc());
    } catch (StatusRuntimeException | MeshException e) {
      throw own.isStopping() ? new MeshException("interrupted", e) : e;
    }
  }

  private void run(DemoSettings settings, ProblemMix mix, String target) {
    try (OrchestratorClient client = new OrchestratorClient(target)) {
      Demo demo = new Demo(client, settings, InstantSource.system());
      boolean live = Screen.isTerminal() && !json;
      demo.show(mix, human(), () -> live ? new LiveView() : new PlainView(human()));
      Report report;
      try (RunProgress progress = RunProgress.of(demo.runs(), spec.commandLine().getErr())) {
        report = demo.compare(mix, progress::step);
      }
      spec.commandLine().getOut().println(json ? report.json() : report.table());
    }
  }

  /** Where people read: standard error while standard output carries JSON. */
  private PrintWriter human() {
    return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
  }

  private DemoSettings settings() {
    if (problems < 1 || samples < 1) {
      throw new ParameterException(
          spec.commandLine(), "--problems and --samples must be at least 1");
    }
    return new DemoSettings(seed, problems, samples, chat ? PromptForm.CHAT : PromptForm.TEXT);
  }
}
