package io.metagen.bench.verify;

import static java.util.Objects.requireNonNull;

import io.metagen.bench.BenchProgress;
import io.metagen.bench.option.Bounds;
import io.metagen.bench.option.JsonOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Loads a packaged verifier with every kind of call and says whether it stays as it was. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Load a verifier of its own, and a generator that judges for it, with every kind of call"
            + " that needs no download, and fail if a call fails, an answer is wrong, or the"
            + " verifier keeps memory, files, threads or processes.")
public final class VerifyLoadCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private JsonOption output = new JsonOption();

  @Option(
      names = "--seconds",
      defaultValue = "120",
      description =
          "seconds of load after a warm-up of a quarter of them, at least 10 s"
              + " (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--callers",
      defaultValue = "64",
      description = "callers at any time, at least 1 (default: ${DEFAULT-VALUE})")
  private int callers;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "threads of each model, at least 1 (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(
      names = "--port-offset",
      defaultValue = "950",
      description = "added to the services' default ports (default: ${DEFAULT-VALUE})")
  private int portOffset;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of all requests (default: ${DEFAULT-VALUE})")
  private long seed;

  @Override
  public Integer call() throws InterruptedException {
    CommandLine command = requireNonNull(spec).commandLine();
    Bounds.atLeast(command, "--seconds", 1, seconds);
    Bounds.atLeast(command, "--callers", 1, callers);
    Bounds.atLeast(command, "--threads", 1, threads);
    VerifySettings settings = new VerifySettings(seconds, callers, threads, portOffset, seed);
    VerifyReport report = VerifyReport.of(settings, run(settings));
    output.print(report::json, report::text);
    return report.passed() ? 0 : 1;
  }

  private static Outcome run(VerifySettings settings) throws InterruptedException {
    Path root = Path.of(System.getProperty("metagen.root", "")).toAbsolutePath();
    String home = System.getProperty("metagen.home", root.resolve(".metagen").toString());
    System.err.println(
        "metagen: starting verifier and judge, then asking for known answers; seed "
            + settings.seed());
    int all = settings.warmUpSeconds() + settings.seconds();
    try (ProgressBar bar = BenchProgress.of("verify, seconds", all)) {
      VerifyRun.Progress show =
          (second, calls) -> bar.stepTo(second).setExtraMessage("%,d calls".formatted(calls));
      return new VerifyRun(settings, root, Path.of(home).toAbsolutePath(), show).run();
    }
  }
}
