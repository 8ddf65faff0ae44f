package io.metagen.trainer;

import io.metagen.trainer.evaluation.Rollouts;
import io.metagen.trainer.training.GoodLines;
import io.metagen.trainer.training.JsonLines;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.transformer.Precision;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The labels of steps that completions give. They are made once and kept in a file. */
final class RolloutOptions {

  private static final int PART = 200;
  private static final long SEED = 2;

  @Option(
      names = "--labels-file",
      defaultValue = ".metagen/train/good-lines.jsonl",
      description = "file that keeps the labels (default: ${DEFAULT-VALUE})")
  private Path file = Path.of(".metagen/train/good-lines.jsonl");

  @Option(
      names = "--labelled",
      defaultValue = "8000",
      description = "problems whose samples are labelled (default: ${DEFAULT-VALUE})")
  private int labelled;

  @Option(
      names = "--completions",
      defaultValue = "8",
      description = "completions from behind each line (default: ${DEFAULT-VALUE})")
  private int completions;

  /** Labels what the file does not have yet and returns all, in the order of the problems. */
  List<GoodLines> labels(List<SampledProblem> samples, Path generator) {
    JsonLines<GoodLines> kept = new JsonLines<>(file, GoodLines.class);
    List<GoodLines> labels = new ArrayList<>(kept.read(labelled));
    int count = Math.min(labelled, samples.size());
    while (labels.size() < count) {
      int from = labels.size();
      List<SampledProblem> part = samples.subList(from, Math.min(count, from + PART));
      try (Rollouts rollouts =
          new Rollouts(
              generator, Transformer.Options.cpu(Precision.F32), SEED + from, completions)) {
        List<GoodLines> found = rollouts.goodLines(part);
        kept.append(found);
        labels.addAll(found);
      }
      System.out.printf("labelled the samples of %d of %d problems%n", labels.size(), count);
    }
    return labels;
  }

  /** The recipe's line about them. */
  String text() {
    return "* Steps of %d problems' samples labelled by %d completions from behind each line.%n"
        .formatted(labelled, completions);
  }
}
