package io.metagen.trainer;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.metagen.task.Problem;
import io.metagen.trainer.perplexity.PerplexityReport;
import io.metagen.trainer.perplexity.Setting;
import io.metagen.transformer.CheckpointException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what lower precision costs a generator in perplexity. */
@Command(
    name = "perplexity",
    mixinStandardHelpOptions = true,
    description =
        "Measure the generator's perplexity on solutions of held-out problems, for several"
            + " precisions against f32; minutes on 2 cores by default.")
final class PerplexityCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private GeneratorOption generator = new GeneratorOption();
  @Mixin private ProblemsOption problems = new ProblemsOption();

  @Option(
      names = "--count",
      defaultValue = "1000",
      description = "how many of them, at least 1 (default: ${DEFAULT-VALUE})")
  private int count;

  @Option(
      names = "--settings",
      arity = "1..*",
      description =
          "precisions, each with exceptions after a comma, such as int8,lm_head=f32,layers.0=bf16"
              + " (default: f32 bf16 int8, and int8 with the head, self_attn or mlp in f32)")
  private List<String> settings =
      List.of("f32", "bf16", "int8", "int8,lm_head=f32", "int8,self_attn=f32", "int8,mlp=f32");

  @Option(names = "--json", description = "print one JSON document in place of the table")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    if (count < 1) {
      throw usage("--count: " + count + " is less than 1");
    }
    PerplexityReport report = measure(problems.first(count));
    System.out.println(json ? new ObjectMapper().writeValueAsString(report) : report.table());
    return 0;
  }

  private PerplexityReport measure(List<Problem> chosen) {
    List<Setting> read = SettingTexts.read(settings, requireNonNull(spec));
    long runs = Stream.concat(read.stream(), Stream.of(Setting.F32)).distinct().count();
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("problems")
            .setInitialMax(runs * chosen.size())
            .setStyle(ProgressBarStyle.ASCII)
            .build()) {
      return PerplexityReport.measure(generator.folder(), chosen, read, bar::stepBy);
    } catch (CheckpointException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(requireNonNull(spec).commandLine(), message);
  }
}
