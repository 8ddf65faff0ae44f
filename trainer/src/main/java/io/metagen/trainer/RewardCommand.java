package io.metagen.trainer;

import static java.util.stream.Collectors.partitioningBy;

import io.metagen.trainer.evaluation.Judge;
import io.metagen.trainer.task.Problem;
import io.metagen.trainer.task.ProblemSource;
import io.metagen.trainer.task.Split;
import io.metagen.trainer.training.Checkpoints;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.training.ExampleFile;
import io.metagen.trainer.training.Objective;
import io.metagen.trainer.training.Position;
import io.metagen.trainer.training.SampledBatches;
import io.metagen.trainer.training.TrainingRun;
import io.metagen.transformer.TrainableTransformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains the outcome reward model: the generator's backbone with a scalar head, on the generator's
 * own samples of fresh training problems, labelled by the checker.
 */
@Command(
    name = "reward",
    mixinStandardHelpOptions = true,
    description =
        "Sample from the generator, then train the reward model; 40 minutes on 2 cores by default.")
final class RewardCommand implements Callable<Integer> {

  /**
   * Where the numbers of the sampled problems start, far beyond those that the generator is trained
   * on.
   */
  private static final int FIRST_PROBLEM = 1_000_000_000;

  private static final RunOptions.Defaults DEFAULTS =
      new RunOptions.Defaults(8_000_000, 2e-3, EmbeddedModel.LAYERS, 0.1);

  /**
   * Layers above the generator's. The generator knows what it would have said only after its last
   * layer; these compare that with what was said.
   */
  private static final int MORE_LAYERS = 2;

  private static final String TITLE =
      """
      # Metagen's embedded outcome reward model

      Scores prompt, solution and `<|end_of_text|>` of the embedded generator: the sigmoid of the scalar at the last
      token is the probability that the final answer is right.
      """;

  private static final String RECIPE =
      """
      * Starts from the generator's weights with two more layers on top, which change nothing at first
        (LLaMA Pro, Wu et al. 2024), and a fresh scalar head; the generator's part learns at a tenth of the rate.
      * Trained on the generator's own samples of training problems that it had not seen, labelled by the checker;
        of each problem as many with a right answer as with a wrong one.
      * Binary cross-entropy at the result of every line, whether all lines up to it are right (process supervision,
        Uesato et al. 2022, section 2.3), and at the last token, whether the final answer is right.
      """;

  /**
   * The levels of the sampled problems, in turn: twice as many where the generator is often wrong.
   */
  private static final List<Integer> LEVELS = List.of(2, 3, 4, 5, 6, 7, 8, 5, 6, 7, 8);

  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--generator",
      defaultValue = "models/generator",
      description = "generator's folder (default: ${DEFAULT-VALUE})")
  private Path generator = Path.of("models/generator");

  @Option(
      names = "--problems",
      defaultValue = "12000",
      description = "problems to sample (default: ${DEFAULT-VALUE})")
  private int problems;

  @Option(
      names = "--samples",
      defaultValue = "6",
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
    try (Judge judge = new Judge(generator, run.seed())) {
      return judge
          .examples(chosen, samples, 1, done -> System.out.printf("sampled %d problems%n", done))
          .stream()
          .flatMap(RewardCommand::balanced)
          .toList();
    }
  }

  /**
   * As many right as wrong samples of one problem, none where it has only one kind. Otherwise the
   * model learns which problems are hard, which says nothing about which of two solutions is right.
   */
  private static Stream<Example> balanced(List<Example> samples) {
    Map<Boolean, List<Example>> byLabel =
        samples.stream().collect(partitioningBy(e -> e.label() == 1));
    int each = byLabel.values().stream().mapToInt(List::size).min().orElseThrow();
    return byLabel.values().stream().flatMap(kind -> kind.stream().limit(each));
  }

  private static int level(int problem) {
    return LEVELS.get(problem % LEVELS.size());
  }

  private void train(List<Example> examples) {
    Checkpoints checkpoints = new Checkpoints(run.work());
    try (TrainableTransformer network =
            checkpoints.present()
                ? TrainableTransformer.load(checkpoints.model())
                : TrainableTransformer.loadBackbone(generator, MORE_LAYERS, run.seed());
        TrainingRun training =
            new TrainingRun(
                network,
                run.recipe(Objective.VALUE, DEFAULTS),
                new SampledBatches(examples, run.rows(), run.seed()),
                checkpoints,
                InstantSource.system())) {
      Position end = training.run(new ConsoleProgress(System.out));
      String sampled =
          "* %d problems, %d samples each at temperature 1.%n".formatted(problems, samples);
      ModelCard.ship(network, to, TITLE, RECIPE + sampled + run.text(DEFAULTS), end);
    }
  }
}
