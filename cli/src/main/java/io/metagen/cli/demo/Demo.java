package io.metagen.cli.demo;

import io.metagen.cli.run.OrchestratorClient;
import io.metagen.cli.run.SearchView;
import io.metagen.cli.run.StrategyName;
import io.metagen.v1.Generation;
import io.metagen.v1.Problem;
import io.metagen.v1.RunSpec;
import io.metagen.v1.StopCriteria;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Compares strategies on held-out problems: one problem in view, then all of them in a table. Runs
 * go one after another, so that token and cache counts depend on the seed alone.
 */
public final class Demo {

  /** Level of the problem in view: hard enough that one sample often fails. */
  private static final int SHOWN_LEVEL = 7;

  /** A solution of eight steps has fewer than 100 tokens. */
  private static final int MAX_OUTPUT_TOKENS = 256;

  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private static final List<StrategyName> STRATEGIES =
      List.of(
          StrategyName.GREEDY,
          StrategyName.MAJORITY_VOTE,
          StrategyName.BEST_OF_N,
          StrategyName.WEIGHTED_VOTE);

  private final OrchestratorClient client;
  private final DemoSettings settings;
  private final InstantSource clock;

  /** Runs on the mesh that {@code client} calls. */
  public Demo(OrchestratorClient client, DemoSettings settings, InstantSource clock) {
    this.client = client;
    this.settings = settings;
    this.clock = clock;
  }

  /** Solves one problem in view: greedy, then best-of-N. */
  public void show(ProblemMix mix, PrintWriter out, Supplier<SearchView> views) {
    TestProblem problem = mix.shown(SHOWN_LEVEL);
    out.printf("Problem %s (%d steps): %s%n", problem.id(), problem.level(), problem.problem());
    for (StrategyName strategy : List.of(StrategyName.GREEDY, StrategyName.BEST_OF_N)) {
      out.printf("%n%s%n", title(strategy));
      out.flush();
      try (SearchView view = views.get()) {
        client.stream(spec(strategy, problem, 0), DEADLINE, view::show);
      }
    }
    out.printf("%nknown answer: %s%n%n", problem.answer());
    out.flush();
  }

  /** Runs every strategy on every problem; {@code steps} is told of each finished run. */
  public Report compare(ProblemMix mix, Runnable steps) {
    List<TestProblem> problems = mix.first(settings.problems());
    List<Row> rows = new ArrayList<>();
    for (StrategyName strategy : STRATEGIES) {
      rows.add(row(strategy, problems, steps));
    }
    return new Report(settings.seed(), settings.problems(), settings.samples(), rows);
  }

  /** Runs that {@link #compare} makes. */
  public int runs() {
    return STRATEGIES.size() * settings.problems();
  }

  private Row row(StrategyName strategy, List<TestProblem> problems, Runnable steps) {
    Tally tally = new Tally(strategy.label());
    Instant start = clock.instant();
    for (int i = 0; i < problems.size(); i++) {
      TestProblem problem = problems.get(i);
      tally.add(client.run(spec(strategy, problem, i), DEADLINE), problem.answer());
      steps.run();
    }
    return tally.row(Duration.between(start, clock.instant()));
  }

  /** The known answer is not part of it. */
  private RunSpec spec(StrategyName strategy, TestProblem problem, int index) {
    Generation generation =
        Generation.newBuilder()
            .setStop(StopCriteria.newBuilder().setMaxOutputTokens(MAX_OUTPUT_TOKENS))
            .build();
    return RunSpec.newBuilder()
        .setProblem(Problem.newBuilder().setPrompt(settings.form().prompt(problem.problem())))
        .setStrategy(strategy.strategy(settings.samples(), generation))
        .setSeed(settings.seed() + index)
        .build();
  }

  private String title(StrategyName strategy) {
    return strategy == StrategyName.GREEDY
        ? strategy.label()
        : "%s, N = %d".formatted(strategy.label(), settings.samples());
  }
}
