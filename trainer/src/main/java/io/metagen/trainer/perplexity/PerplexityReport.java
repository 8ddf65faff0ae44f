package io.metagen.trainer.perplexity;

import io.metagen.task.Problem;
import io.metagen.task.Shorthand;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.training.ProblemBatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * A network's perplexity on the reference solutions of held-out problems, in shorthand, in several
 * settings.
 *
 * @param problems how many problems
 * @param tokens tokens of their solutions, which are what is predicted
 */
public record PerplexityReport(int problems, long tokens, List<Perplexity> settings) {

  private static final long SEED = 1;

  public PerplexityReport {
    settings = List.copyOf(settings);
  }

  /**
   * Measures; f32 is run first, whether it is among the settings or not.
   *
   * @param progress hears how many problems were read since it last heard
   */
  public static PerplexityReport measure(
      Path folder, List<Problem> problems, List<Setting> settings, IntConsumer progress) {
    List<Example> examples = examples(problems);
    List<Surprise> f32 = read(folder, Setting.F32, examples, progress);
    List<Perplexity> rows = new ArrayList<>();
    for (Setting setting : settings) {
      List<Surprise> own =
          setting.equals(Setting.F32) ? f32 : read(folder, setting, examples, progress);
      rows.add(Perplexity.of(setting, own, f32));
    }
    long tokens = f32.stream().mapToLong(Surprise::tokens).sum();
    return new PerplexityReport(examples.size(), tokens, rows);
  }

  /** The solutions as the network learned to write them. */
  private static List<Example> examples(List<Problem> problems) {
    SplittableRandom random = new SplittableRandom(SEED);
    return problems.stream()
        .map(p -> ProblemBatches.example(p, Shorthand.of(p.solution(), random)))
        .toList();
  }

  private static List<Surprise> read(
      Path folder, Setting setting, List<Example> examples, IntConsumer progress) {
    try (Reader reader = new Reader(folder, setting)) {
      return reader.read(examples, progress);
    }
  }

  /** Returns one Markdown row for each setting. */
  public String table() {
    StringBuilder text =
        new StringBuilder(
            "%d problems, %d tokens of solutions; 95 %% intervals by bootstrap over problems, paired.%n%n"
                .formatted(problems, tokens));
    text.append("| setting | perplexity | over f32 |\n|---|---|---|\n");
    for (Perplexity row : settings) {
      Perplexity.Difference over = row.overF32();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.5f | %+.5f (%+.5f to %+.5f) |%n",
              row.setting(),
              row.perplexity(),
              over.mean(),
              over.low(),
              over.high()));
    }
    return text.toString();
  }
}
