package io.metagen.trainer;

import io.metagen.trainer.training.Budget;
import io.metagen.trainer.training.Objective;
import io.metagen.trainer.training.Recipe;
import io.metagen.trainer.training.Schedule;
import io.metagen.transformer.AdamW;
import io.metagen.transformer.Precision;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every training run has; those left out have the defaults of what is trained. */
final class RunOptions {

  @Option(
      names = "--work",
      description =
          "folder of the checkpoints; a run that finds one resumes (default: the model's in"
              + " .metagen/train)")
  private @Nullable Path work;

  @Option(names = "--seed", defaultValue = "1", description = "seed (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--minutes",
      description = "end after so much training time; what is learned then depends on the machine")
  private @Nullable Double minutes;

  @Option(
      names = "--tokens",
      description = "end after so many tokens (default: those of the shipped model)")
  private @Nullable Long tokens;

  @Option(names = "--rows", description = "rows of a batch (default: the shipped model's)")
  private @Nullable Integer rows;

  @Option(names = "--rate", description = "peak learning rate (default: the shipped model's)")
  private @Nullable Double rate;

  /**
   * How a shipped model was trained.
   *
   * @param rows of a batch
   * @param lowerLayers so many layers, and the embedding, learn at {@code lowerShare} of the rate
   */
  record Defaults(long tokens, double rate, int rows, int lowerLayers, double lowerShare) {
    AdamW.Settings optimizer() {
      return new AdamW.Settings(0.9, 0.95, 1e-8, 0.01, 1, lowerLayers, lowerShare);
    }
  }

  /** The run's settings as items of a Markdown list. */
  String text(Defaults defaults) {
    return String.format(
        Locale.ROOT,
        """
        * AdamW (0.9, 0.95), weight decay 0.01, gradients clipped to norm 1; learning rate %s after a warm-up of 2 %% of
          the budget, then half a cosine down to 2 %% of it; budget %s.
        * Batches of %d rows of like length; seed %d; products in bf16, all else in f32.
        """,
        rate(defaults),
        minutes == null ? tokens(defaults) + " tokens" : minutes + " minutes",
        rows(defaults),
        seed);
  }

  /**
   * Returns the folder of the checkpoints.
   *
   * @param model name of what is trained, whose default folder no other model has
   */
  Path work(String model) {
    return work == null ? Path.of(".metagen", "train", model) : work;
  }

  long seed() {
    return seed;
  }

  int rows(Defaults defaults) {
    return rows == null ? defaults.rows() : rows;
  }

  /** The recipe of a run, or of a part of it that spends so large a share of the budget. */
  Recipe recipe(Objective objective, Defaults defaults, double share) {
    Budget budget =
        minutes == null
            ? new Budget.Tokens(Math.round(share * tokens(defaults)))
            : new Budget.Minutes(share * minutes);
    return new Recipe(
        objective,
        budget,
        new Schedule(rate(defaults), 0.02, 0.02),
        defaults.optimizer(),
        Precision.BF16);
  }

  private long tokens(Defaults defaults) {
    return tokens == null ? defaults.tokens() : tokens;
  }

  private double rate(Defaults defaults) {
    return rate == null ? defaults.rate() : rate;
  }
}
