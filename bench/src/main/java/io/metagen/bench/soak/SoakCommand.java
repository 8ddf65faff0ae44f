package io.metagen.bench.soak;

import static java.util.Objects.requireNonNull;

import io.metagen.bench.BenchProgress;
import io.metagen.bench.option.Bounds;
import io.metagen.bench.option.JsonOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Loads a packaged generator for a long time and says whether it stays as it was. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description =
        "Load a generator of its own with a mix of calls at full queue, and fail if its native"
            + " memory grows, a block leaks, a call fails or it becomes slower.")
public final class SoakCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private JsonOption output = new JsonOption();

  @Option(
      names = "--minutes",
      defaultValue = "30",
      description = "minutes of load, at least 2 (default: ${DEFAULT-VALUE})")
  private int minutes;

  @Option(
      names = "--callers",
      defaultValue = "32",
      description = "callers at any time, at least 1 (default: ${DEFAULT-VALUE})")
  private int callers;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "threads of the generator, at least 1 (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(
      names = "--port-offset",
      defaultValue = "900",
      description = "added to the generator's default ports (default: ${DEFAULT-VALUE})")
  private int portOffset;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of all requests (default: ${DEFAULT-VALUE})")
  private long seed;

  @Override
  public Integer call() throws InterruptedException {
    CommandLine command = requireNonNull(spec).commandLine();
    Bounds.atLeast(command, "--minutes", 2, minutes);
    Bounds.atLeast(command, "--callers", 1, callers);
    Bounds.atLeast(command, "--threads", 1, threads);
    SoakSettings settings = new SoakSettings(minutes, callers, threads, portOffset, seed);
    SoakReport report = SoakReport.of(settings, run(settings));
    output.print(report::json, report::text);
    return report.passed() ? 0 : 1;
  }

  private static Outcome run(SoakSettings settings) throws InterruptedException {
    Path root = Path.of(System.getProperty("metagen.root", "")).toAbsolutePath();
    String home = System.getProperty("metagen.home", root.resolve(".metagen").toString());
    long seconds = Duration.ofMinutes(settings.minutes()).toSeconds();
    System.err.println("metagen: soak with seed " + settings.seed());
    try (ProgressBar bar = BenchProgress.of("soak, seconds", seconds)) {
      return new SoakRun(
              settings, root, Path.of(home).toAbsolutePath(), reading -> show(bar, reading))
          .run();
    }
  }

  private static void show(ProgressBar bar, Reading reading) {
    bar.stepTo(Math.round(reading.seconds()));
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            "%,d tokens, %d waiting, native %.0f MiB",
            reading.engine().generatedTokens(),
            reading.engine().waiting(),
            reading.nativeMiB()));
  }
}
