package io.metagen.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.metagen.trainer.evaluation.Evaluation;
import io.metagen.trainer.evaluation.EvaluationTable;
import io.metagen.trainer.evaluation.Judge;
import io.metagen.trainer.evaluation.Judged;
import io.metagen.trainer.evaluation.JudgedFile;
import io.metagen.trainer.evaluation.Panel;
import io.metagen.trainer.evaluation.RewardScorer;
import io.metagen.trainer.evaluation.Scoring;
import io.metagen.trainer.task.Problem;
import io.metagen.trainer.task.ProblemFile;
import io.metagen.transformer.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures greedy decoding and choices among samples on held-out problems. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measure the models on held-out problems; 13 minutes on 2 cores by default.")
final class EvaluateCommand implements Callable<Integer> {

  @Option(
      names = "--generator",
      defaultValue = "models/generator",
      description = "generator's folder (default: ${DEFAULT-VALUE})")
  private Path generator = Path.of("models/generator");

  @Option(names = "--reward", description = "reward model's folder; without it, scores are 0")
  private @Nullable Path reward;

  @Option(
      names = "--problems",
      defaultValue = "models/test/mix.jsonl",
      description = "problems as JSON lines (default: ${DEFAULT-VALUE})")
  private Path problems = Path.of("models/test/mix.jsonl");

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
      names = "--precision",
      defaultValue = "F32",
      description =
          "what both models multiply in: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Precision precision = Precision.F32;

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
    List<Judged> judged = scored(from == null ? judge() : JudgedFile.read(from));
    if (write != null) {
      JudgedFile.write(write, judged);
    }
    Evaluation evaluation = Evaluation.of(judged, samples);
    if (card) {
      String table = EvaluationTable.of(evaluation);
      ModelCard.measured(generator, table);
      if (reward != null) {
        ModelCard.measured(reward, table);
      }
    }
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    System.out.println(mapper.writeValueAsString(evaluation));
    return 0;
  }

  private List<Judged> judge() {
    List<Problem> all = ProblemFile.read(problems);
    List<Problem> chosen = all.subList(0, Math.min(count, all.size()));
    try (Judge judge = new Judge(generator, precision, seed)) {
      return new Panel(judge).judge(chosen, Math.max(samples, drawn));
    }
  }

  private List<Judged> scored(List<Judged> judged) {
    if (reward == null) {
      return judged;
    }
    try (RewardScorer scorer = new RewardScorer(reward, precision)) {
      return Scoring.score(scorer, judged, samples);
    }
  }
}
