package io.metagen.trainer;

import io.metagen.task.Problem;
import io.metagen.task.ProblemSource;
import io.metagen.task.Split;
import io.metagen.trainer.evaluation.Judge;
import io.metagen.trainer.training.Checkpoints;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.training.ExampleFile;
import io.metagen.trainer.training.Objective;
import io.metagen.trainer.training.Position;
import io.metagen.trainer.training.Recipe;
import io.metagen.trainer.training.SampledBatches;
import io.metagen.trainer.training.TrainingRun;
import io.metagen.transformer.Precision;
import io.metagen.transformer.TrainableTransformer;
import io.metagen.transformer.Transformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains the outcome reward model: the generator's backbone, grown and with a scalar head, on the
 * generator's own samples of fresh training problems, labelled by the checker and by what the
 * generator itself believed.
 */
@Command(
    name = "reward",
    mixinStandardHelpOptions = true,
    description =
        "Sample from the generator, then train the reward model; 90 minutes on 2 cores by default.")
final class RewardCommand implements Callable<Integer> {

  /**
   * Where the numbers of the sampled problems start, far beyond those that the generator is trained
   * on.
   */
  private static final int FIRST_PROBLEM = 1_000_000_000;

  /** Layers above the generator's that learn its belief. */
  private static final int MORE_LAYERS = 2;

  /** Layers above those that make the verdict of it. */
  private static final int VERDICT_LAYERS = 1;

  private static final long TOKENS = 16_800_000;
  private static final double RATE = 2e-3;

  /** First, only the generator's belief: what is to be doubted is learned token by token. */
  private static final RunOptions.Defaults BELIEF =
      new RunOptions.Defaults(TOKENS, RATE, EmbeddedModel.LAYERS, 0.1);

  /** Then the verdict, mostly by a layer of its own, so that what was learned stays. */
  private static final RunOptions.Defaults VERDICT =
      new RunOptions.Defaults(TOKENS, RATE, EmbeddedModel.LAYERS + MORE_LAYERS, 0.02);

  private static final double BELIEF_SHARE = 5.0 / 7;

  private static final String TITLE =
      """
      # Metagen's embedded outcome reward model

      Scores prompt, solution and `<|end_of_text|>` of the embedded generator: the sigmoid of the scalar at the last
      token is the probability that the final answer is right.
      """;

  private static final String RECIPE =
      """
      * Grown from the generator by two layers and 48 dimensions (ADR 0009), later by a third layer (ADR 0011).
      * Trained on the generator's own samples of training problems that it had not seen, by binary cross-entropy after
        every token of the solution (Cobbe et al. 2021, section 4.2).
      * For five sevenths of the budget the target is the generator's belief in the token: the probability that it gave to
        it, 1 where it only chose between one step and two (distillation, Hinton et al. 2015). The generator's part and the
        embedding learn at a tenth of the rate.
      * For the rest, with a fresh layer on top, the target at a line's end and at the last token lies halfway between the
        product of these beliefs and the checker's verdict: whether all lines so far are right (process supervision, Uesato
        et al. 2022, section 2.3), and whether the final answer is right. All but that layer learn at a fiftieth of the rate.
      """;

  /**
   * The levels of the sampled problems, in turn: twice as many where the generator is often wrong.
   */
  private static final List<Integer> LEVELS = List.of(2, 3, 4, 5, 6, 7, 8, 6, 7, 8);

  @Mixin private RunOptions run = new RunOptions();
  @Mixin private GeneratorOption generator = new GeneratorOption();

  @Option(
      names = "--problems",
      defaultValue = "40000",
      description = "problems to sample (default: ${DEFAULT-VALUE})")
  private int problems;

  @Option(
      names = "--samples",
      defaultValue = "3",
      description = "samples of each problem (default: ${DEFAULT-VALUE})")
  private int samples;

  @Option(
      names = "--to",
      defaultValue = "models/reward",
      description = "folder of the finished model (default: ${DEFAULT-VALUE})")
  private Path to = Path.of("models/reward");

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(run.work());
    Path file = run.work().resolve("samples.json");
    if (!Files.exists(file)) {
      ExampleFile.write(file, sample());
    }
    train(ExampleFile.read(file));
    return 0;
  }

  private List<Example> sample() {
    ProblemSource source = new ProblemSource(run.seed());
    List<Problem> chosen =
        IntStream.range(0, problems)
            .mapToObj(i -> source.problem(Split.TRAIN, level(i), FIRST_PROBLEM + i))
            .toList();
    try (Judge judge =
        new Judge(generator.folder(), Transformer.Options.cpu(Precision.F32), run.seed())) {
      return judge
          .examples(chosen, samples, 1, done -> System.out.printf("sampled %d problems%n", done))
          .stream()
          .flatMap(List::stream)
          .toList();
    }
  }

  private static int level(int problem) {
    return LEVELS.get(problem % LEVELS.size());
  }

  private void train(List<Example> examples) {
    Checkpoints beliefs = new Checkpoints(run.work().resolve("belief"));
    Checkpoints verdicts = new Checkpoints(run.work().resolve("verdict"));
    Position first =
        part(
            examples,
            run.recipe(Objective.BELIEF, BELIEF, BELIEF_SHARE),
            beliefs,
            () -> TrainableTransformer.loadBackbone(generator.folder(), MORE_LAYERS, run.seed()));
    Position second =
        part(
            examples,
            run.recipe(Objective.VERDICT, VERDICT, 1 - BELIEF_SHARE),
            verdicts,
            () -> TrainableTransformer.loadDeeper(beliefs.model(), VERDICT_LAYERS, run.seed()));
    try (TrainableTransformer network = TrainableTransformer.load(verdicts.model())) {
      String sampled =
          "* %d problems, %d samples each at temperature 1.%n".formatted(problems, samples);
      ModelCard.ship(network, to, TITLE, RECIPE + sampled + run.text(VERDICT), first.plus(second));
    }
  }

  private Position part(
      List<Example> examples,
      Recipe recipe,
      Checkpoints checkpoints,
      Supplier<TrainableTransformer> start) {
    System.out.println("objective " + recipe.objective());
    try (TrainableTransformer network =
            checkpoints.present() ? TrainableTransformer.load(checkpoints.model()) : start.get();
        TrainingRun training =
            new TrainingRun(
                network,
                recipe,
                new SampledBatches(examples, run.rows(), run.seed()),
                checkpoints,
                InstantSource.system())) {
      return training.run(new ConsoleProgress(System.out));
    }
  }
}
