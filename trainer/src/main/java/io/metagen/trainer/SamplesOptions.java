package io.metagen.trainer;

import io.metagen.task.Problem;
import io.metagen.task.ProblemSource;
import io.metagen.task.Split;
import io.metagen.trainer.evaluation.Judge;
import io.metagen.trainer.training.JsonLines;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.transformer.Precision;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The generator's own samples of training problems that it has not seen, which verifiers and
 * correctors learn from. They are drawn once and kept in a file; what is there is not drawn again.
 */
final class SamplesOptions {

  /** Samples of a problem. */
  static final int EACH = 8;

  /**
   * Where the numbers of the sampled problems start, far beyond those that the generator is trained
   * on.
   */
  private static final int FIRST_PROBLEM = 1_000_000_000;

  /** Problems drawn and kept at once. */
  private static final int PART = 400;

  /**
   * The levels of the sampled problems, in turn: twice as many where the generator is often wrong.
   */
  private static final List<Integer> LEVELS = List.of(2, 3, 4, 5, 6, 7, 8, 6, 7, 8);

  private static final long SEED = 1;

  @Mixin private GeneratorOption generator = new GeneratorOption();

  @Option(
      names = "--samples-file",
      defaultValue = ".metagen/train/samples.jsonl",
      description = "file that keeps the samples (default: ${DEFAULT-VALUE})")
  private Path file = Path.of(".metagen/train/samples.jsonl");

  @Option(
      names = "--problems",
      defaultValue = "12800",
      description =
          "problems to draw " + EACH + " samples of each from (default: ${DEFAULT-VALUE})")
  private int problems;

  Path generator() {
    return generator.folder();
  }

  /** Draws what the file does not have yet and returns all. */
  List<SampledProblem> samples() {
    JsonLines<SampledProblem> kept = new JsonLines<>(file, SampledProblem.class);
    List<SampledProblem> samples = new ArrayList<>(kept.read(problems));
    if (samples.size() == problems) {
      return samples;
    }
    try (Judge judge =
        new Judge(generator.folder(), Transformer.Options.cpu(Precision.F32), SEED)) {
      while (samples.size() < problems) {
        int from = samples.size();
        List<SampledProblem> part =
            judge.sample(
                chosen(from, Math.min(problems, from + PART)),
                from,
                new Judge.Draw(EACH, 1),
                _ -> {});
        kept.append(part);
        samples.addAll(part);
        System.out.printf("sampled %d of %d problems%n", samples.size(), problems);
      }
    }
    return samples;
  }

  /** The recipe's line about them. */
  String text() {
    return "* %d problems, %d samples each at temperature 1.%n".formatted(problems, EACH);
  }

  private static List<Problem> chosen(int from, int to) {
    ProblemSource source = new ProblemSource(SEED);
    return IntStream.range(from, to)
        .mapToObj(
            i -> source.problem(Split.TRAIN, LEVELS.get(i % LEVELS.size()), FIRST_PROBLEM + i))
        .toList();
  }
}
