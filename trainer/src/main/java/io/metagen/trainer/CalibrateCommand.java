package io.metagen.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.metagen.task.Problem;
import io.metagen.task.ProblemSource;
import io.metagen.task.Split;
import io.metagen.trainer.evaluation.CalibrationReport;
import io.metagen.trainer.evaluation.GradedScores;
import io.metagen.trainer.evaluation.Judge;
import io.metagen.trainer.evaluation.RewardScorer;
import io.metagen.trainer.evaluation.Rollouts;
import io.metagen.trainer.training.GoodLines;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.transformer.Precision;
import io.metagen.transformer.Transformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Makes a reward model's scores probabilities, on the generator's samples of validation problems.
 */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description =
        "Calibrate a reward model on validation problems; 3 minutes on 2 cores by default.")
final class CalibrateCommand implements Callable<Integer> {

  private static final Transformer.Options F32 = Transformer.Options.cpu(Precision.F32);
  private static final List<Integer> LEVELS = List.of(2, 3, 4, 5, 6, 7, 8);
  private static final int COMPLETIONS = 8;

  @Mixin private GeneratorOption generator = new GeneratorOption();

  @Option(
      names = "--kind",
      defaultValue = "OUTCOME",
      description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private RewardKind kind = RewardKind.OUTCOME;

  @Option(
      names = "--model",
      description = "folder of the model, which gets a calibration.json (default: the shipped one)")
  private Path model = Path.of("");

  @Option(
      names = "--count",
      defaultValue = "700",
      description =
          "problems, of all levels; half to fit, half to measure (default: ${DEFAULT-VALUE})")
  private int count;

  @Option(
      names = "--samples",
      defaultValue = "8",
      description = "samples of each problem (default: ${DEFAULT-VALUE})")
  private int samples;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of the samples (default: ${DEFAULT-VALUE})")
  private long seed;

  @Override
  public Integer call() throws IOException {
    Path folder = model.toString().isEmpty() ? kind.folder() : model;
    List<SampledProblem> sampled = sample();
    boolean bySteps = kind == RewardKind.PROCESS;
    List<GoodLines> labels = bySteps ? labels(sampled) : List.of();
    int half = sampled.size() / 2;
    try (RewardScorer scorer = new RewardScorer(folder, F32, bySteps)) {
      GradedScores scores = new GradedScores(scorer, sampled, labels);
      CalibrationReport report =
          CalibrationReport.of(scores.of(0, half), scores.of(half, sampled.size()));
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      String json = mapper.writeValueAsString(contents(report));
      Files.writeString(folder.resolve("calibration.json"), json + "\n");
      System.out.println(json);
    }
    return 0;
  }

  private List<SampledProblem> sample() {
    ProblemSource source = new ProblemSource(seed);
    List<Problem> problems =
        IntStream.range(0, count)
            .mapToObj(i -> source.problem(Split.VALIDATION, LEVELS.get(i % LEVELS.size()), i))
            .toList();
    try (Judge judge = new Judge(generator.folder(), F32, seed)) {
      return judge.sample(
          problems,
          0,
          new Judge.Draw(samples, 1),
          done -> System.err.printf("sampled: %d problems%n", done));
    }
  }

  /** As in training, what completions say of each line. */
  private List<GoodLines> labels(List<SampledProblem> sampled) {
    try (Rollouts rollouts = new Rollouts(generator.folder(), F32, seed, COMPLETIONS)) {
      return rollouts.goodLines(sampled);
    }
  }

  private static Map<String, Object> contents(CalibrationReport report) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("scale", report.scaling().scale());
    contents.put("shift", report.scaling().shift());
    contents.put("scores_fitted", report.scores());
    contents.put("scores_measured", report.held());
    contents.put("expected_calibration_error_before", report.before());
    contents.put("expected_calibration_error_after", report.after());
    return contents;
  }
}
