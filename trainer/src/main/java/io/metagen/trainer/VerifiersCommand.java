package io.metagen.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.metagen.trainer.evaluation.Aggregation;
import io.metagen.trainer.evaluation.ChoiceRow;
import io.metagen.trainer.evaluation.Judge;
import io.metagen.trainer.evaluation.Judged;
import io.metagen.trainer.evaluation.JudgedFile;
import io.metagen.trainer.evaluation.Panel;
import io.metagen.trainer.evaluation.RewardScorer;
import io.metagen.trainer.evaluation.Scoring;
import io.metagen.trainer.evaluation.StepAccuracy;
import io.metagen.transformer.Precision;
import io.metagen.transformer.Transformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares verifiers by what choosing among samples of held-out problems by them is worth. */
@Command(
    name = "verifiers",
    mixinStandardHelpOptions = true,
    description = "Compare verifiers on held-out problems; 20 minutes on 2 cores by default.")
final class VerifiersCommand implements Callable<Integer> {

  @Mixin private GeneratorOption generator = new GeneratorOption();
  @Mixin private ProblemsOption problems = new ProblemsOption();

  @Option(
      names = "--outcome",
      arity = "1..*",
      description =
          "folders of outcome models, all compared with the first (default: the shipped one)")
  private List<Path> outcome = List.of(RewardKind.OUTCOME.folder());

  @Option(names = "--process", arity = "0..*", description = "folders of process models")
  private List<Path> process = List.of();

  @Option(
      names = "--count",
      defaultValue = "1000",
      description = "how many problems (default: ${DEFAULT-VALUE})")
  private int count;

  @Option(
      names = "--samples",
      split = ",",
      defaultValue = "1,2,4,8,16,32,64",
      description = "numbers of samples to choose from, ascending (default: ${DEFAULT-VALUE})")
  private List<Integer> samples = List.of();

  @Option(
      names = "--aggregations",
      split = ",",
      defaultValue = "MIN,PRODUCT,LAST,MEAN",
      description = "of a process model's scores of steps (default: ${DEFAULT-VALUE})")
  private List<Aggregation> aggregations = List.of();

  @Option(
      names = "--threshold",
      defaultValue = "0.5",
      description = "a line with a lower score is doubted (default: ${DEFAULT-VALUE})")
  private double threshold;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of the samples (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--candidates",
      description = "file of the graded samples: read if it is there, else written")
  private @Nullable Path candidates;

  /** What is printed. */
  private record Report(int problems, List<ChoiceRow> choices, Map<String, StepAccuracy> steps) {}

  @Override
  public Integer call() throws IOException {
    List<Judged> judged = judged();
    Map<String, List<Judged>> scored = new LinkedHashMap<>();
    Map<String, StepAccuracy> steps = new LinkedHashMap<>();
    for (Path folder : outcome) {
      Scoring scoring = scoring(folder, judged, false);
      scored.put(folder.toString(), scoring.aggregated(Aggregation.LAST));
    }
    for (Path folder : process) {
      Scoring scoring = scoring(folder, judged, true);
      String name = folder.toString();
      steps.put(name, scoring.steps(threshold));
      aggregations.forEach(a -> scored.put(name + " " + a, scoring.aggregated(a)));
    }
    List<Judged> first = scored.values().iterator().next();
    List<ChoiceRow> choices = new ArrayList<>();
    scored.forEach(
        (name, some) -> samples.forEach(n -> choices.add(ChoiceRow.of(name, n, some, first))));
    System.out.println(
        new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsString(new Report(judged.size(), choices, steps)));
    return 0;
  }

  private Scoring scoring(Path folder, List<Judged> judged, boolean bySteps) {
    try (RewardScorer scorer =
        new RewardScorer(folder, Transformer.Options.cpu(Precision.F32), bySteps)) {
      return Scoring.of(scorer, judged, samples.getLast());
    }
  }

  private List<Judged> judged() {
    if (candidates != null && Files.exists(candidates)) {
      List<Judged> all = JudgedFile.read(candidates);
      return all.subList(0, Math.min(count, all.size()));
    }
    try (Judge judge =
        new Judge(generator.folder(), Transformer.Options.cpu(Precision.F32), seed)) {
      List<Judged> judged = new Panel(judge).judge(problems.first(count), samples.getLast());
      if (candidates != null) {
        JudgedFile.write(candidates, judged);
      }
      return judged;
    }
  }
}
