package io.metagen.trainer;

import io.metagen.task.Split;
import io.metagen.trainer.training.Checkpoints;
import io.metagen.trainer.training.Objective;
import io.metagen.trainer.training.Position;
import io.metagen.trainer.training.ProblemBatches;
import io.metagen.trainer.training.TrainingRun;
import io.metagen.transformer.TrainableTransformer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the generator on fresh problems of the training split. */
@Command(
    name = "generator",
    mixinStandardHelpOptions = true,
    description = "Train the generator from a seed; 55 minutes on 2 cores by default.")
final class GeneratorCommand implements Callable<Integer> {

  private static final int ROWS = 32;

  private enum Size {
    SMALL(EmbeddedModel.SMALL, "generator-small", 26_000_000, 3e-3),
    MEDIUM(EmbeddedModel.MEDIUM, "generator", 26_000_000, 2e-3),
    LARGE(EmbeddedModel.LARGE, "generator-large", 18_000_000, 1.5e-3);

    private final EmbeddedModel shape;
    private final String folder;
    private final long tokens;
    private final double rate;

    Size(EmbeddedModel shape, String folder, long tokens, double rate) {
      this.shape = shape;
      this.folder = folder;
      this.tokens = tokens;
      this.rate = rate;
    }

    Path folder() {
      return Path.of("models", folder);
    }

    RunOptions.Defaults defaults() {
      return new RunOptions.Defaults(tokens, rate, ROWS, 0, 1);
    }
  }

  private static final String TITLE =
      """
      # Metagen's embedded generator

      Solves synthetic grade-school word problems of two to eight steps, one line per step, the answer last; see
      `task/src/main/java/io/metagen/task`. Prompt: the problem and a line end. It ends with
      `<|end_of_text|>`. The chat template renders a user's message as that prompt.
      """;

  private static final String RECIPE =
      """
      * Fresh problems of the training split, none seen twice; levels 2 up to a highest one that rises from 3 to 8.
      * Solutions in shorthand: six times in ten two steps share a line.
      * Cross-entropy of the solution's tokens alone.
      """;

  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--rise",
      defaultValue = "0.2",
      description =
          "share of the budget after which all levels are trained (default: ${DEFAULT-VALUE})")
  private double rise;

  @Option(
      names = "--size",
      defaultValue = "MEDIUM",
      description =
          "one of ${COMPLETION-CANDIDATES}: 0.5, 2.4 or 4.7 million weights (default: ${DEFAULT-VALUE})")
  private Size size = Size.MEDIUM;

  @Option(
      names = "--to",
      description = "folder of the finished model (default: that of the shipped one)")
  private @Nullable Path to;

  @Override
  public Integer call() {
    Checkpoints checkpoints = new Checkpoints(run.work(size.folder().getFileName().toString()));
    ProblemBatches batches =
        new ProblemBatches(run.seed(), Split.TRAIN, run.rows(size.defaults()), rise);
    try (TrainableTransformer network =
            checkpoints.present()
                ? TrainableTransformer.load(checkpoints.model())
                : TrainableTransformer.random(size.shape.config(), run.seed());
        TrainingRun training =
            new TrainingRun(
                network,
                run.recipe(Objective.NEXT_TOKEN, size.defaults(), 1),
                batches,
                checkpoints,
                InstantSource.system())) {
      Position end = training.run(new ConsoleProgress(System.out));
      ModelCard.ship(
          network, to == null ? size.folder() : to, TITLE, RECIPE + run.text(size.defaults()), end);
    }
    return 0;
  }
}
