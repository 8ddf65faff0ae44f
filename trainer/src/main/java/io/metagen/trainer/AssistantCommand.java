package io.metagen.trainer;

import io.metagen.trainer.assistant.AssistantBatches;
import io.metagen.trainer.training.Checkpoints;
import io.metagen.trainer.training.Objective;
import io.metagen.trainer.training.Position;
import io.metagen.trainer.training.TrainingRun;
import io.metagen.transformer.TrainableTransformer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the assistant: one model that checks, corrects, rewrites, asks and solves. */
@Command(
    name = "assistant",
    mixinStandardHelpOptions = true,
    description =
        "Train the model that checks, corrects, rewrites and asks; 50 minutes on 2 cores by default.")
final class AssistantCommand implements Callable<Integer> {

  /** Layers above the generator's. */
  private static final int MORE_LAYERS = 2;

  private static final RunOptions.Defaults DEFAULTS =
      new RunOptions.Defaults(9_000_000, 1.5e-3, 8, 0, 1);

  private static final String TITLE =
      """
      # Metagen's embedded assistant

      One model for what stands around solving. The prompt's last line names the task:

      | prompt | it says |
      |---|---|
      | problem, solution, `Check:` | a step-by-step check up to the first wrong line |
      | the same, the check or nothing, `Correct:` | `Yes` or `No` (a generative verifier) |
      | problem, solution, `Feedback: …` or nothing, `Better:` | a better solution, or the same if it is right |
      | problem with distracting sentences, `Rewrite:` | the problem without them (System-2 attention) |
      | problem that leaves numbers out, `Ask:` | `Follow up: …` and, given `Intermediate answer: …`, the solution (Self-Ask) |
      | problem | its solution |
      """;

  private static final String RECIPE =
      """
      * The generator with two more layers, which change nothing at first.
      * Of ten rows, five have two checks (a quarter of them verdicts alone) and two corrections of the generator's own
        samples of one problem, one a problem to rewrite, two problems to ask about, two problems to solve.
      * Corrections as in self-corrective learning (Welleck et al. 2023): a right sample of the same problem, the likelier the
        more alike, similarity over 0.1; four in ten with the checker's feedback; right solutions stay as they are.
      * Cross-entropy of what is to be said alone.
      """;

  @Mixin private RunOptions run = new RunOptions();
  @Mixin private SamplesOptions samples = new SamplesOptions();

  @Option(
      names = "--to",
      defaultValue = "models/assistant",
      description = "folder of the finished model (default: ${DEFAULT-VALUE})")
  private Path to = Path.of("models/assistant");

  @Override
  public Integer call() {
    AssistantBatches batches =
        new AssistantBatches(samples.samples(), run.rows(DEFAULTS), run.seed());
    Checkpoints checkpoints = new Checkpoints(run.work("assistant"));
    try (TrainableTransformer network =
            checkpoints.present()
                ? TrainableTransformer.load(checkpoints.model())
                : TrainableTransformer.loadDeeper(samples.generator(), MORE_LAYERS, run.seed());
        TrainingRun training =
            new TrainingRun(
                network,
                run.recipe(Objective.NEXT_TOKEN, DEFAULTS, 1),
                batches,
                checkpoints,
                InstantSource.system())) {
      Position end = training.run(new ConsoleProgress(System.out));
      ModelCard.ship(network, to, TITLE, RECIPE + samples.text() + run.text(DEFAULTS), end);
    }
    return 0;
  }
}
