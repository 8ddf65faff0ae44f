package io.metagen.trainer;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.metagen.task.Problem;
import io.metagen.trainer.evaluation.Aggregation;
import io.metagen.trainer.evaluation.Evaluation;
import io.metagen.trainer.evaluation.EvaluationTable;
import io.metagen.trainer.evaluation.Judge;
import io.metagen.trainer.evaluation.Judged;
import io.metagen.trainer.evaluation.JudgedFile;
import io.metagen.trainer.evaluation.Panel;
import io.metagen.trainer.evaluation.RewardScorer;
import io.metagen.trainer.evaluation.Scoring;
import io.metagen.trainer.perplexity.Setting;
import io.metagen.transformer.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures greedy decoding and choices among samples on held-out problems. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measure the models on held-out problems; 13 minutes on 2 cores by default.")
final class EvaluateCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private GeneratorOption generator = new GeneratorOption();
  @Mixin private ProblemsOption problems = new ProblemsOption();

  @Option(names = "--reward", description = "reward model's folder; without it, scores are 0")
  private @Nullable Path reward;

  @Option(
      names = "--count",
      defaultValue = "1000",
      description = "how many of them (default: ${DEFAULT-VALUE})")
  private int count;

  @Option(
      names = "--samples",
      defaultValue = "16",
      description = "samples of each problem to choose from (default: ${DEFAULT-VALUE})")
  private int samples;

  @Option(
      names = "--drawn",
      defaultValue = "64",
      description = "samples drawn of each problem, for the coverage (default: ${DEFAULT-VALUE})")
  private int drawn;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of the samples (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--settings",
      arity = "1..*",
      description =
          "how both models run: precisions, each with what differs after a comma, such as"
              + " int8,kv=int8 or int8,self_attn=f32 (default: f32)")
  private List<String> settings = List.of("f32");

  @Option(
      names = "--write",
      description = "file for every problem with its graded, scored candidates, as JSON lines")
  private @Nullable Path write;

  @Option(
      names = "--from",
      description = "candidates that --write wrote, to score and measure them again")
  private @Nullable Path from;

  @Option(names = "--card", description = "put the results into the model cards of both folders")
  private boolean card;

  @Override
  public Integer call() throws IOException {
    if (settings.size() > 1 && (write != null || from != null || card)) {
      throw usage("--settings: --write, --from and --card take one");
    }
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    for (Setting setting : SettingTexts.read(settings, requireNonNull(spec))) {
      evaluations.put(setting.name(), evaluate(setting));
    }
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Object printed = evaluations.size() > 1 ? evaluations : evaluations.values().iterator().next();
    System.out.println(mapper.writeValueAsString(printed));
    return 0;
  }

  private Evaluation evaluate(Setting setting) throws IOException {
    try {
      List<Judged> judged = scored(from == null ? judge(setting) : JudgedFile.read(from), setting);
      if (write != null) {
        JudgedFile.write(write, judged);
      }
      Evaluation evaluation = Evaluation.of(judged, samples);
      if (card) {
        putIntoCards(EvaluationTable.of(evaluation));
      }
      return evaluation;
    } catch (CheckpointException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private void putIntoCards(String table) throws IOException {
    ModelCard.measured(generator.folder(), table);
    if (reward != null) {
      ModelCard.measured(reward, table);
    }
  }

  private List<Judged> judge(Setting setting) {
    List<Problem> chosen = problems.first(count);
    try (Judge judge = new Judge(generator.folder(), setting.options(), seed)) {
      return new Panel(judge).judge(chosen, Math.max(samples, drawn));
    }
  }

  private List<Judged> scored(List<Judged> judged, Setting setting) {
    if (reward == null) {
      return judged;
    }
    try (RewardScorer scorer = new RewardScorer(reward, setting.options(), false)) {
      return Scoring.of(scorer, judged, samples).aggregated(Aggregation.LAST);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(requireNonNull(spec).commandLine(), message);
  }
}
