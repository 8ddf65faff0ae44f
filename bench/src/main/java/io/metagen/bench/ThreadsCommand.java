package io.metagen.bench;

import static java.util.Objects.requireNonNull;

import io.metagen.bench.option.Bounds;
import io.metagen.bench.option.JsonOption;
import io.metagen.bench.threads.Contention;
import io.metagen.bench.threads.OpenMp;
import io.metagen.bench.threads.Rates;
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

/** Compares settings of OpenMP, for the embedded models alone and at once. */
@Command(
    name = "threads",
    mixinStandardHelpOptions = true,
    description =
        "Compare numbers of threads and what idle threads of OpenMP do: tokens per second of the"
            + " embedded generator and reward model, alone and both at once in two processes.")
final class ThreadsCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private JsonOption output = new JsonOption();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "rounds over all settings, at least 1 (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "seconds of each measurement, at least 1 (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--threads",
      defaultValue = "2",
      description = "most threads of a process, at least 1 (default: ${DEFAULT-VALUE})")
  private int threads;

  @Override
  public Integer call() {
    CommandLine command = requireNonNull(spec).commandLine();
    Bounds.atLeast(command, "--rounds", 1, rounds);
    Bounds.atLeast(command, "--seconds", 1, seconds);
    Bounds.atLeast(command, "--threads", 1, threads);
    WorkFolder work = WorkFolder.of(1);
    Contention contention =
        new Contention(
            work.checkpoint(Shape.GENERATOR),
            work.root().resolve("models/reward"),
            1000L * seconds);
    ThreadsReport report = ThreadsReport.of(measure(contention));
    output.print(report::json, report::table);
    return 0;
  }

  private Map<OpenMp, List<Rates>> measure(Contention contention) {
    List<OpenMp> settings = OpenMp.all(threads);
    Map<OpenMp, List<Rates>> rates = new LinkedHashMap<>();
    try (ProgressBar bar = BenchProgress.of("threads", (long) rounds * settings.size())) {
      for (int round = 0; round < rounds; round++) {
        for (OpenMp setting : settings) {
          rates.computeIfAbsent(setting, _ -> new ArrayList<>()).add(contention.measure(setting));
          bar.step();
        }
      }
    }
    return rates;
  }
}
