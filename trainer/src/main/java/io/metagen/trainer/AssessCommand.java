package io.metagen.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.metagen.task.Problem;
import io.metagen.task.TestSet;
import io.metagen.trainer.assessment.Assessment;
import io.metagen.trainer.assessment.AssessmentTable;
import io.metagen.trainer.evaluation.EmbeddedTextModel;
import io.metagen.trainer.evaluation.Judge;
import io.metagen.trainer.evaluation.Judged;
import io.metagen.trainer.evaluation.JudgedFile;
import io.metagen.trainer.evaluation.Panel;
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

/** Measures each of the assistant's tasks on held-out problems. */
@Command(
    name = "assess",
    mixinStandardHelpOptions = true,
    description = "Measure the assistant's tasks on held-out problems.")
final class AssessCommand implements Callable<Integer> {

  @Mixin private GeneratorOption generator = new GeneratorOption();
  @Mixin private ProblemsOption problems = new ProblemsOption();

  @Option(
      names = "--assistant",
      defaultValue = "models/assistant",
      description = "assistant's folder (default: ${DEFAULT-VALUE})")
  private Path assistant = Path.of("models/assistant");

  @Option(
      names = "--count",
      defaultValue = "1000",
      description = "how many problems (default: ${DEFAULT-VALUE})")
  private int count;

  @Option(
      names = "--each-level",
      defaultValue = "50",
      description =
          "held-out problems of each level from 2 to 8, measured apart; 0 for none (default:"
              + " ${DEFAULT-VALUE})")
  private int eachLevel;

  @Option(
      names = "--samples",
      defaultValue = "4",
      description =
          "solutions sampled of each problem, checked and corrected besides the greedy one"
              + " (default: ${DEFAULT-VALUE})")
  private int samples;

  @Option(
      names = "--votes",
      defaultValue = "8",
      description = "checks sampled of each solution (default: ${DEFAULT-VALUE})")
  private int votes;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of everything drawn (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--candidates",
      description =
          "file of the graded samples of --problems: read if it is there, else written; one more"
              + " than --samples")
  private @Nullable Path candidates;

  @Option(names = "--card", description = "put the results into the assistant's model card")
  private boolean card;

  @Override
  public Integer call() throws IOException {
    Map<String, Assessment> assessments = new LinkedHashMap<>();
    try (EmbeddedTextModel asked = new EmbeddedTextModel(assistant, seed, Assessment.stop());
        EmbeddedTextModel solver = new EmbeddedTextModel(generator.folder(), seed, "")) {
      var models = new Assessment.Models(asked, solver, votes, seed);
      assessments.put("held-out mix", Assessment.of(judged(), models));
      if (eachLevel > 0) {
        assessments.put("levels 2 to 8", Assessment.of(judged(ofEachLevel()), models));
      }
    }
    if (card) {
      StringBuilder text = new StringBuilder();
      assessments.forEach(
          (name, one) -> text.append("### " + name + "\n\n" + AssessmentTable.of(one) + "\n"));
      ModelCard.measured(assistant, text.toString());
    }
    System.out.println(
        new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsString(assessments));
    return 0;
  }

  private List<Judged> judged() {
    if (candidates != null && Files.exists(candidates)) {
      List<Judged> all = JudgedFile.read(candidates);
      return all.subList(0, Math.min(count, all.size())).stream()
          .map(judged -> judged.first(samples + 1))
          .toList();
    }
    List<Judged> judged = judged(problems.first(count));
    if (candidates != null) {
      JudgedFile.write(candidates, judged);
    }
    return judged;
  }

  private List<Judged> judged(List<Problem> some) {
    try (Judge judge =
        new Judge(generator.folder(), Transformer.Options.cpu(Precision.F32), seed)) {
      return new Panel(judge).judge(some, samples + 1);
    }
  }

  private List<Problem> ofEachLevel() {
    List<Problem> some = new ArrayList<>();
    for (int level = Problem.LOWEST_LEVEL; level <= Problem.HIGHEST_LEVEL; level++) {
      List<Problem> all = TestSet.level(level);
      some.addAll(all.subList(0, Math.min(eachLevel, all.size())));
    }
    return some;
  }
}
