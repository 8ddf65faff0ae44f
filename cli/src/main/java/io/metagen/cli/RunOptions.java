package io.metagen.cli;

import com.google.protobuf.util.Durations;
import io.metagen.cli.run.PromptForm;
import io.metagen.cli.run.StrategyName;
import io.metagen.v1.Budget;
import io.metagen.v1.Generation;
import io.metagen.v1.Problem;
import io.metagen.v1.RunSpec;
import io.metagen.v1.SamplingParams;
import io.metagen.v1.StopCriteria;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of one run. What is not given is left to the service; what is given goes to it as it
 * is, so that the service judges it.
 */
final class RunOptions {

  @Option(
      names = "--strategy",
      defaultValue = "best-of-n",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private StrategyName strategy = StrategyName.BEST_OF_N;

  @Option(
      names = "--samples",
      defaultValue = "16",
      description =
          "candidates to draw, width of rebase; greedy draws one (default: ${DEFAULT-VALUE})")
  private int samples;

  @Option(names = "--temperature", description = "temperature in [0, 100] (default: the model's)")
  private @Nullable Float temperature;

  @Option(names = "--seed", description = "root of all random numbers (default: drawn)")
  private @Nullable Long seed;

  @Option(names = "--max-tokens", description = "most tokens of one candidate")
  private @Nullable Integer maxTokens;

  @Option(names = "--chat", description = "sends the problem as a conversation")
  private boolean chat;

  @Option(names = "--budget-generated-tokens", description = "most tokens to generate")
  private @Nullable Long generatedTokens;

  @Option(names = "--budget-total-tokens", description = "most tokens to process")
  private @Nullable Long totalTokens;

  @Option(names = "--budget-generator-calls", description = "most calls of generators")
  private @Nullable Integer generatorCalls;

  @Option(names = "--budget-verifier-calls", description = "most calls of verifiers")
  private @Nullable Integer verifierCalls;

  @Option(names = "--budget-gflop", description = "most 10^9 operations of all models")
  private @Nullable Double gflop;

  @Option(names = "--budget-seconds", description = "most wall time")
  private @Nullable Double seconds;

  /** The run of a problem. */
  RunSpec spec(String problem) {
    PromptForm form = chat ? PromptForm.CHAT : PromptForm.TEXT;
    RunSpec.Builder run =
        RunSpec.newBuilder()
            .setProblem(Problem.newBuilder().setPrompt(form.prompt(problem)))
            .setStrategy(strategy.strategy(samples, generation()))
            .setBudget(budget());
    if (seed != null) {
      run.setSeed(seed);
    }
    return run.build();
  }

  private Generation generation() {
    Generation.Builder generation = Generation.newBuilder();
    if (temperature != null) {
      generation.setSampling(SamplingParams.newBuilder().setTemperature(temperature));
    }
    if (maxTokens != null) {
      generation.setStop(StopCriteria.newBuilder().setMaxOutputTokens(maxTokens));
    }
    return generation.build();
  }

  private Budget budget() {
    Budget.Builder budget = Budget.newBuilder();
    if (generatedTokens != null) {
      budget.setMaxGeneratedTokens(generatedTokens);
    }
    if (totalTokens != null) {
      budget.setMaxTotalTokens(totalTokens);
    }
    if (generatorCalls != null) {
      budget.setMaxGeneratorCalls(generatorCalls);
    }
    if (verifierCalls != null) {
      budget.setMaxVerifierCalls(verifierCalls);
    }
    if (gflop != null) {
      budget.setMaxFlops(gflop * 1e9);
    }
    if (seconds != null) {
      budget.setMaxWallTime(Durations.fromMillis(Math.round(seconds * 1000)));
    }
    return budget.build();
  }
}
