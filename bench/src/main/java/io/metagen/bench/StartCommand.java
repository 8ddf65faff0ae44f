package io.metagen.bench;

import static java.util.Objects.requireNonNull;

import io.metagen.bench.option.Bounds;
import io.metagen.bench.option.JsonOption;
import io.metagen.bench.option.ServedNetwork;
import io.metagen.bench.overhead.PackagedService;
import io.metagen.bench.overhead.StartTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what a generator's warm-up costs its start and saves its first callers. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description =
        "Start the packaged generator again and again, with different warm-ups in turn, and"
            + " measure the start and the first calls.")
final class StartCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private JsonOption output = new JsonOption();
  @Mixin private ServedNetwork network = new ServedNetwork();

  @Option(
      names = "--warm-ups",
      split = ",",
      description = "values of metagen.generator.warm-up (default: 0s,1s,3s)")
  private List<String> warmUps = List.of("0s", "1s", "3s");

  @Option(
      names = "--rounds",
      defaultValue = "7",
      description = "starts with each, at least 1 (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--calls",
      defaultValue = "30",
      description = "calls after each start, at least 2 (default: ${DEFAULT-VALUE})")
  private int calls;

  @Override
  public Integer call() throws InterruptedException, IOException {
    CommandLine command = requireNonNull(spec).commandLine();
    Bounds.atLeast(command, "--rounds", 1, rounds);
    Bounds.atLeast(command, "--calls", 2, calls);
    int threads = network.threads(command);
    Map<String, List<StartTrial>> trials = new LinkedHashMap<>();
    try (ProgressBar bar = BenchProgress.of("starts", (long) rounds * warmUps.size())) {
      for (int round = 0; round < rounds; round++) {
        for (String warmUp : warmUps) {
          StartTrial trial = StartTrial.run(launch(warmUp, threads), calls);
          trials.computeIfAbsent(warmUp, _ -> new ArrayList<>()).add(trial);
          bar.step();
        }
      }
    }
    List<StartReport.Line> lines = new ArrayList<>();
    trials.forEach((warmUp, starts) -> lines.add(StartReport.Line.of(warmUp, starts)));
    StartReport report = new StartReport(threads, network.precision().text(), lines);
    output.print(report::json, report::table);
    return 0;
  }

  private PackagedService.Launch launch(String warmUp, int threads) throws IOException {
    WorkFolder work = WorkFolder.of(1);
    Path log = Files.createDirectories(work.folder()).resolve("generator.log");
    Path model = work.checkpoint(Shape.GENERATOR);
    String precision = network.precision().text();
    return new PackagedService.Launch(work.root(), model, precision, threads, log, warmUp);
  }
}
