package io.metagen.trainer;

import io.metagen.trainer.training.Checkpoints;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.training.GoodLines;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains a reward model on the generator's own samples of fresh training problems: the generator's
 * backbone, grown and with a scalar head, which first learns what the generator itself believed,
 * then to judge. All kinds share the first part, which is kept in the folder of checkpoints.
 */
@Command(
    name = "reward",
    mixinStandardHelpOptions = true,
    description =
        "Sample from the generator, then train a reward model; 60 minutes on 2 cores by default.")
final class RewardCommand implements Callable<Integer> {

  /** Layers above the generator's that learn its belief. */
  private static final int MORE_LAYERS = 2;

  /** Layers above those that make the verdict of it. */
  private static final int VERDICT_LAYERS = 1;

  private static final long TOKENS = 8_100_000;
  private static final double BELIEF_SHARE = 7.0 / 9;
  private static final double RATE = 2e-3;
  private static final int ROWS = 8;

  /** First, only the generator's belief: what is to be doubted is learned token by token. */
  private static final RunOptions.Defaults BELIEF =
      new RunOptions.Defaults(TOKENS, RATE, ROWS, EmbeddedModel.MEDIUM.layers(), 0.1);

  /** Then the verdict, mostly by a layer of its own, so that what was learned stays. */
  private static final RunOptions.Defaults VERDICT =
      new RunOptions.Defaults(
          TOKENS, RATE, ROWS, EmbeddedModel.MEDIUM.layers() + MORE_LAYERS, 0.02);

  private static final String RECIPE =
      """
      * Grown from the generator by two layers and 48 dimensions (ADR 0009), later by a third layer (ADR 0011).
      * Trained on the generator's own samples of training problems that it had not seen; the samples of a problem stand in
        one row behind its prompt.
      * For seven ninths of the budget the target is the generator's belief in each token: the probability that it gave to
        it, 1 where it only chose between one step and two (distillation, Hinton et al. 2015), by binary cross-entropy. The
        generator's part and the embedding learn at a tenth of the rate.
      * For the rest there is a fresh layer on top, and all but that layer learn at a fiftieth of the rate. From then on the
      """;

  @Mixin private RunOptions run = new RunOptions();
  @Mixin private SamplesOptions samples = new SamplesOptions();
  @Mixin private RolloutOptions rollouts = new RolloutOptions();

  @Option(
      names = "--kind",
      defaultValue = "OUTCOME",
      description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private RewardKind kind = RewardKind.OUTCOME;

  @Option(
      names = "--to",
      description = "folder of the finished model (default: that of the shipped one)")
  private @Nullable Path to;

  @Override
  public Integer call() {
    List<SampledProblem> sampled = samples.samples();
    List<GoodLines> labels =
        kind == RewardKind.PROCESS ? rollouts.labels(sampled, samples.generator()) : List.of();
    Checkpoints beliefs = new Checkpoints(run.work("reward").resolve("belief"));
    Checkpoints verdicts = new Checkpoints(run.work("reward").resolve(kind.folder().getFileName()));
    Position first =
        part(
            sampled.stream().map(problem -> problem.example(Sample::believed)).toList(),
            run.recipe(Objective.VALUE, BELIEF, BELIEF_SHARE),
            beliefs,
            () -> TrainableTransformer.loadBackbone(samples.generator(), MORE_LAYERS, run.seed()));
    Position second =
        part(
            kind.examples(sampled, labels),
            run.recipe(kind.objective(), VERDICT, 1 - BELIEF_SHARE),
            verdicts,
            () -> TrainableTransformer.loadDeeper(beliefs.model(), VERDICT_LAYERS, run.seed()));
    try (TrainableTransformer network = TrainableTransformer.load(verdicts.model())) {
      String labelled = kind == RewardKind.PROCESS ? rollouts.text() : "";
      String recipe = RECIPE + kind.learned() + samples.text() + labelled + run.text(VERDICT);
      ModelCard.ship(
          network, to == null ? kind.folder() : to, kind.title(), recipe, first.plus(second));
    }
    return 0;
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
