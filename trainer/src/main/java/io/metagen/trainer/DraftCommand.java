package io.metagen.trainer;

import io.metagen.task.Split;
import io.metagen.trainer.training.Checkpoints;
import io.metagen.trainer.training.Objective;
import io.metagen.trainer.training.Position;
import io.metagen.trainer.training.ProblemBatches;
import io.metagen.trainer.training.TrainingRun;
import io.metagen.transformer.Precision;
import io.metagen.transformer.TrainableTransformer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Distils the generator into a draft model for speculative decoding. */
@Command(
    name = "draft",
    mixinStandardHelpOptions = true,
    description = "Distil the generator into its draft model; 21 minutes on one core by default.")
final class DraftCommand implements Callable<Integer> {

  private static final RunOptions.Defaults DEFAULTS =
      new RunOptions.Defaults(16_000_000, 5e-3, 32, 0, 1);

  private static final String TITLE =
      """
      # Metagen's embedded draft model

      Drafts tokens for the embedded generator, whose tokenizer and prompts it has (speculative decoding, Leviathan et al.
      2023).
      """;

  private static final String RECIPE =
      """
      * Fresh problems of the training split with solutions in shorthand, as for the generator.
      * Cross-entropy of each solution's tokens against the generator's distribution (distillation, Hinton et al. 2015).
      """;

  @Mixin private RunOptions run = new RunOptions();
  @Mixin private GeneratorOption generator = new GeneratorOption();

  @Option(
      names = "--to",
      defaultValue = "models/draft",
      description = "folder of the finished model (default: ${DEFAULT-VALUE})")
  private Path to = Path.of("models/draft");

  @Override
  public Integer call() {
    Checkpoints checkpoints = new Checkpoints(run.work("draft"));
    ProblemBatches batches = new ProblemBatches(run.seed(), Split.TRAIN, run.rows(DEFAULTS), 0.1);
    try (TrainableTransformer teacher = TrainableTransformer.load(generator.folder());
        TrainableTransformer network =
            checkpoints.present()
                ? TrainableTransformer.load(checkpoints.model())
                : TrainableTransformer.random(EmbeddedModel.DRAFT.config(), run.seed())) {
      teacher.freeze();
      teacher.multiplyIn(Precision.BF16);
      try (TrainingRun training =
          new TrainingRun(
              network,
              run.recipe(Objective.distilled(teacher), DEFAULTS, 1),
              batches,
              checkpoints,
              InstantSource.system())) {
        Position end = training.run(new ConsoleProgress(System.out));
        ModelCard.ship(network, to, TITLE, RECIPE + run.text(DEFAULTS), end);
      }
    }
    return 0;
  }
}
