package io.metagen.trainer;

import io.metagen.trainer.task.ProblemSource;
import io.metagen.trainer.task.Split;
import io.metagen.trainer.training.Checkpoints;
import io.metagen.trainer.training.Objective;
import io.metagen.trainer.training.ProblemBatches;
import io.metagen.trainer.training.TrainingRun;
import io.metagen.transformer.TrainableTransformer;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the generator on fresh problems of the training split. */
@Command(
    name = "generator",
    description = "Train the generator from a seed; 45 minutes on 2 cores by default.")
final class GeneratorCommand implements Callable<Integer> {

  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--rise",
      defaultValue = "0.25",
      description =
          "share of the budget after which all levels are trained (default: ${DEFAULT-VALUE})")
  private double rise;

  @Override
  public Integer call() {
    Checkpoints checkpoints = new Checkpoints(run.work());
    ProblemBatches batches =
        new ProblemBatches(new ProblemSource(run.seed()), Split.TRAIN, run.rows(), rise);
    try (TrainableTransformer network =
            checkpoints.present()
                ? TrainableTransformer.load(checkpoints.model())
                : TrainableTransformer.random(EmbeddedModel.config(), run.seed());
        TrainingRun training =
            new TrainingRun(
                network,
                run.recipe(Objective.NEXT_TOKEN),
                batches,
                checkpoints,
                InstantSource.system())) {
      training.run(new ConsoleProgress(System.out));
    }
    return 0;
  }
}
