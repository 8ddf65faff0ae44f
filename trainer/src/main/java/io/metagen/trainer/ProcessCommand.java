package io.metagen.trainer;

import io.metagen.trainer.training.Checkpoints;
import io.metagen.trainer.training.Continuation;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.training.GoodLines;
import io.metagen.trainer.training.Objective;
import io.metagen.trainer.training.Position;
import io.metagen.trainer.training.SampledBatches;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.trainer.training.TrainingRun;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.TrainableTransformer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains the process reward model on labels that completions give: the generator with more layers,
 * which at the end of each line says whether it is good.
 */
@Command(
    name = "process",
    mixinStandardHelpOptions = true,
    description = "Label steps by completions, then train the process reward model.")
final class ProcessCommand implements Callable<Integer> {

  /** Layers above the generator's. */
  private static final int MORE_LAYERS = 3;

  private static final RunOptions.Defaults DEFAULTS =
      new RunOptions.Defaults(12_000_000, 1e-3, 8, 0, 1);

  private static final String TITLE =
      """
      # Metagen's embedded process reward model

      Scores each line of a solution of the embedded generator: after the line's end, its probability of `+` against `-`
      is that of the line's being good (the form of Math-Shepherd). The last line ends with a line end too.
      """;

  private static final String RECIPE =
      """
      * The generator with more layers, which change nothing at first.
      * Labels are automatic: a line is good where any completion from behind it reaches the right answer (Math-Shepherd,
        Wang et al. 2024, section 3.3); the first bad line is found by bisection (OmegaPRM, Luo et al. 2024). Lines after it
        have no label. Inside good lines it goes on learning to predict them.
      """;

  @Mixin private RunOptions run = new RunOptions();
  @Mixin private SamplesOptions samples = new SamplesOptions();
  @Mixin private RolloutOptions rollouts = new RolloutOptions();

  @Option(
      names = "--to",
      defaultValue = "models/process",
      description = "folder of the finished model (default: ${DEFAULT-VALUE})")
  private Path to = Path.of("models/process");

  @Override
  public Integer call() {
    List<SampledProblem> sampled = samples.samples();
    List<GoodLines> labels = rollouts.labels(sampled, samples.generator());
    Checkpoints checkpoints = new Checkpoints(run.work());
    SampledBatches batches =
        new SampledBatches(examples(sampled, labels), run.rows(DEFAULTS), run.seed());
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
      String recipe = RECIPE + samples.text() + rollouts.text() + run.text(DEFAULTS);
      ModelCard.ship(network, to, TITLE, recipe, end);
    }
    return 0;
  }

  private static List<Example> examples(List<SampledProblem> sampled, List<GoodLines> labels) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      SampledProblem problem = sampled.get(i);
      List<Integer> good = labels.get(i).good();
      List<Continuation> continuations = new ArrayList<>();
      for (int sample = 0; sample < good.size(); sample++) {
        continuations.add(
            problem
                .samples()
                .get(sample)
                .marked(good.get(sample), TaskVocabulary.GOOD, TaskVocabulary.BAD));
      }
      examples.add(new Example(TaskVocabulary.encode(problem.problem().prompt()), continuations));
    }
    return examples;
  }
}
