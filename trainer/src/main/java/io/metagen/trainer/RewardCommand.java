package io.metagen.trainer;

import io.metagen.trainer.training.Checkpoints;
import io.metagen.trainer.training.Continuation;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.training.Objective;
import io.metagen.trainer.training.Position;
import io.metagen.trainer.training.Recipe;
import io.metagen.trainer.training.Sample;
import io.metagen.trainer.training.SampledBatches;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.trainer.training.TrainingRun;
import io.metagen.transformer.TrainableTransformer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
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

  /** Layers above the generator's that learn its belief. */
  private static final int MORE_LAYERS = 2;

  /** Layers above those that make the verdict of it. */
  private static final int VERDICT_LAYERS = 1;

  private static final long TOKENS = 16_800_000;
  private static final double RATE = 2e-3;
  private static final int ROWS = 8;

  /** First, only the generator's belief: what is to be doubted is learned token by token. */
  private static final RunOptions.Defaults BELIEF =
      new RunOptions.Defaults(TOKENS, RATE, ROWS, EmbeddedModel.MEDIUM.layers(), 0.1);

  /** Then the verdict, mostly by a layer of its own, so that what was learned stays. */
  private static final RunOptions.Defaults VERDICT =
      new RunOptions.Defaults(
          TOKENS, RATE, ROWS, EmbeddedModel.MEDIUM.layers() + MORE_LAYERS, 0.02);

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

  @Mixin private RunOptions run = new RunOptions();
  @Mixin private SamplesOptions samples = new SamplesOptions();

  @Option(
      names = "--to",
      defaultValue = "models/reward",
      description = "folder of the finished model (default: ${DEFAULT-VALUE})")
  private Path to = Path.of("models/reward");

  @Override
  public Integer call() {
    List<SampledProblem> sampled = samples.samples();
    Checkpoints beliefs = new Checkpoints(run.work().resolve("belief"));
    Checkpoints verdicts = new Checkpoints(run.work().resolve("verdict"));
    Position first =
        part(
            examples(sampled, Sample::believed),
            run.recipe(Objective.VALUE, BELIEF, BELIEF_SHARE),
            beliefs,
            () -> TrainableTransformer.loadBackbone(samples.generator(), MORE_LAYERS, run.seed()));
    Position second =
        part(
            examples(sampled, Sample::judged),
            run.recipe(Objective.VALUE, VERDICT, 1 - BELIEF_SHARE),
            verdicts,
            () -> TrainableTransformer.loadDeeper(beliefs.model(), VERDICT_LAYERS, run.seed()));
    try (TrainableTransformer network = TrainableTransformer.load(verdicts.model())) {
      String recipe = RECIPE + samples.text() + run.text(VERDICT);
      ModelCard.ship(network, to, TITLE, recipe, first.plus(second));
    }
    return 0;
  }

  private static List<Example> examples(
      List<SampledProblem> sampled, Function<Sample, Continuation> as) {
    return sampled.stream().map(problem -> problem.example(as)).toList();
  }

  private Position part(
      List<Example> examples,
      Recipe recipe,
      Checkpoints checkpoints,
      Supplier<TrainableTransformer> start) {
    try (TrainableTransformer network =
            checkpoints.present() ? TrainableTransformer.load(checkpoints.model()) : start.get();
        TrainingRun training =
            new TrainingRun(
                network,
                recipe,
                new SampledBatches(examples, run.rows(VERDICT), run.seed()),
                checkpoints,
                InstantSource.system())) {
      return training.run(new ConsoleProgress(System.out));
    }
  }
}
