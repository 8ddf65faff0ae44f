package io.metagen.cli;

import io.metagen.cli.mesh.JvmFlags;
import io.metagen.cli.mesh.Launch;
import io.metagen.cli.mesh.LaunchPlan;
import io.metagen.cli.mesh.MeshSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what a mesh is made of. */
final class ModelOptions {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before any command runs
  private CommandSpec command;

  @Option(
      names = "--generators",
      defaultValue = "1",
      description = "generator replicas (default: ${DEFAULT-VALUE})")
  private int generators;

  @Option(
      names = "--threads",
      defaultValue = "${env:METAGEN_THREADS:-1}",
      description =
          "threads of each process that runs a model; 1 (default) is fastest for the embedded models,"
              + " 0 is cores / generators")
  private int threads;

  @Option(
      names = "--heap",
      defaultValue = JvmFlags.DEFAULT_HEAP,
      description =
          "most Java heap of each process; weights lie outside (default: ${DEFAULT-VALUE})")
  private String heap = JvmFlags.DEFAULT_HEAP;

  @Option(
      names = "--model",
      defaultValue = "models/generator",
      description =
          "generator's checkpoint folder, Hugging Face layout (default: ${DEFAULT-VALUE})")
  private Path model = Path.of("models/generator");

  @Option(
      names = "--reward-model",
      defaultValue = "models/reward",
      description = "outcome reward model's checkpoint folder (default: ${DEFAULT-VALUE})")
  private Path rewardModel = Path.of("models/reward");

  @Option(
      names = "--start-timeout",
      defaultValue = "120",
      description = "seconds until every service must serve (default: ${DEFAULT-VALUE})")
  private int startTimeout;

  /** The processes of the mesh {@code name} at a port offset. */
  List<Launch> launches(String name, int portOffset) {
    requireAtLeast("--generators", generators, 1);
    requireAtLeast("--threads", threads, 0);
    int cores = Runtime.getRuntime().availableProcessors();
    return LaunchPlan.of(
        new MeshSettings(
            Home.root(),
            Home.folder(name),
            portOffset,
            generators,
            threads == 0 ? Math.max(1, cores / generators) : threads,
            heap,
            Home.root().resolve(model),
            Home.root().resolve(rewardModel)));
  }

  Duration startTimeout() {
    requireAtLeast("--start-timeout", startTimeout, 1);
    return Duration.ofSeconds(startTimeout);
  }

  private void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new ParameterException(
          command.commandLine(), "%s must be at least %d, is %d".formatted(option, least, value));
    }
  }
}
