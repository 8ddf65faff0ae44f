package io.metagen.trainer;

import io.metagen.trainer.training.Budget;
import io.metagen.trainer.training.Objective;
import io.metagen.trainer.training.Recipe;
import io.metagen.trainer.training.Schedule;
import io.metagen.transformer.AdamW;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Options that every training run has. */
final class RunOptions {

  private static final AdamW.Settings OPTIMIZER = new AdamW.Settings(0.9, 0.95, 1e-8, 0.01, 1);

  @Option(
      names = "--work",
      defaultValue = ".metagen/train",
      description =
          "folder of the checkpoints; a run that finds one resumes (default: ${DEFAULT-VALUE})")
  private Path work = Path.of(".metagen/train");

  @Option(names = "--seed", defaultValue = "1", description = "seed (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--minutes",
      defaultValue = "60",
      description = "training time (default: ${DEFAULT-VALUE})")
  private double minutes;

  @Option(
      names = "--tokens",
      description = "end after so many tokens instead: the same result on every machine")
  private long tokens;

  @Option(
      names = "--rows",
      defaultValue = "32",
      description = "rows of a batch (default: ${DEFAULT-VALUE})")
  private int rows;

  @Option(
      names = "--rate",
      defaultValue = "2e-3",
      description = "peak learning rate (default: ${DEFAULT-VALUE})")
  private double rate;

  /** The run's settings as items of a Markdown list. */
  String text() {
    return String.format(
        Locale.ROOT,
        """
        * AdamW (0.9, 0.95), weight decay 0.01, gradients clipped to norm 1; learning rate %s after a warm-up of 2 %% of
          the budget, then half a cosine down to 2 %% of it; budget %s.
        * Batches of %d rows of like length; seed %d; f32.
        """,
        rate,
        tokens > 0 ? tokens + " tokens" : minutes + " minutes",
        rows,
        seed);
  }

  Path work() {
    return work;
  }

  long seed() {
    return seed;
  }

  int rows() {
    return rows;
  }

  Recipe recipe(Objective objective) {
    Budget budget = tokens > 0 ? new Budget.Tokens(tokens) : new Budget.Minutes(minutes);
    return new Recipe(objective, budget, new Schedule(rate, 0.02, 0.02), OPTIMIZER);
  }
}
