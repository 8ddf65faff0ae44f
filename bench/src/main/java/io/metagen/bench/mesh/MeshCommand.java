package io.metagen.bench.mesh;

import io.grpc.StatusRuntimeException;
import io.metagen.bench.BenchException;
import io.metagen.bench.BenchProgress;
import io.metagen.bench.Hardware;
import io.metagen.cli.demo.ProblemMix;
import io.metagen.cli.mesh.MeshException;
import io.metagen.cli.mesh.StartProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures searches over the embedded models through two meshes of its own. */
@Command(
    name = "mesh",
    mixinStandardHelpOptions = true,
    description =
        "Measure best-of-N and REBASE on the embedded models through gRPC, with and without prefix"
            + " cache in turn: problems per second, tokens, accuracy, and the time of orchestrator"
            + " and router themselves. Starts two meshes and stops them again.")
public final class MeshCommand implements Callable<Integer> {

  /** Distance of the second mesh's ports from the first one's. */
  private static final int BETWEEN = 50;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Option(
      names = "--problems",
      defaultValue = "10",
      description = "held-out problems of each round (default: ${DEFAULT-VALUE})")
  private int problems;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "rounds, each with problems of its own (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--samples",
      defaultValue = "64",
      description = "candidates of best-of-N, width of REBASE (default: ${DEFAULT-VALUE})")
  private int samples;

  @Option(
      names = "--generators",
      defaultValue = "2",
      description = "generator replicas of each mesh (default: ${DEFAULT-VALUE})")
  private int generators;

  @Option(
      names = "--threads",
      defaultValue = "${env:METAGEN_THREADS:-1}",
      description = "threads of each process that runs a model (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "root of problems and random numbers (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--port-offset",
      defaultValue = "400",
      description =
          "added to every port of up at offset 0; the second mesh lies 50 higher"
              + " (default: ${DEFAULT-VALUE})")
  private int portOffset;

  @Option(
      names = "--start-timeout",
      defaultValue = "300",
      description = "seconds until each mesh must serve (default: ${DEFAULT-VALUE})")
  private int startTimeout;

  @Option(names = "--json", description = "print one JSON document in place of the tables")
  private boolean json;

  @Override
  public Integer call() {
    MeshSize size = size();
    Path root = Path.of(System.getProperty("metagen.root", "")).toAbsolutePath();
    ProblemMix mix = ProblemMix.read(root.resolve("models/test"), seed);
    mix.first(MeshBench.problems(size));
    String home = System.getProperty("metagen.home", root.resolve(".metagen").toString());
    Path folder = Path.of(home).toAbsolutePath().resolve("bench/mesh");
    MeshState.Place place = new MeshState.Place(root, folder, threads);
    try (MeshState on = MeshState.of(place, true, generators, portOffset);
        MeshState off = MeshState.of(place, false, generators, portOffset + BETWEEN)) {
      run(size, mix, List.of(on, off));
    }
    return 0;
  }

  private void run(MeshSize size, ProblemMix mix, List<MeshState> meshes) {
    try {
      start(meshes);
      MeshReport report = measure(size, mix, meshes);
      spec.commandLine().getOut().println(json ? report.json() : report.table());
    } catch (StatusRuntimeException | MeshException e) {
      throw meshes.stream().anyMatch(MeshState::isStopping)
          ? new MeshException("interrupted", e)
          : e;
    }
  }

  private void start(List<MeshState> meshes) {
    List<String> shown = new ArrayList<>();
    StartProgress progress =
        waiting -> {
          String text = String.join(", ", waiting);
          if (!text.isEmpty() && (shown.isEmpty() || !shown.getLast().equals(text))) {
            shown.add(text);
            spec.commandLine().getErr().println("metagen: waiting for " + text);
          }
        };
    meshes.forEach(mesh -> mesh.start(Duration.ofSeconds(startTimeout), progress));
  }

  private static MeshReport measure(MeshSize size, ProblemMix mix, List<MeshState> meshes) {
    try (ProgressBar bar = BenchProgress.of("runs", MeshBench.runs(size))) {
      MeshBench bench = new MeshBench(size, mix, bar::step, System::nanoTime);
      return MeshReport.of(Hardware.cpuName(), size, bench.run(meshes));
    }
  }

  private MeshSize size() {
    try {
      return new MeshSize(problems, rounds, samples, generators, seed);
    } catch (BenchException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
