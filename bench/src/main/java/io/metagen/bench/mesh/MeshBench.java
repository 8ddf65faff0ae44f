package io.metagen.bench.mesh;

import io.metagen.cli.demo.ProblemMix;
import io.metagen.cli.demo.TestProblem;
import io.metagen.cli.run.PromptForm;
import io.metagen.cli.run.StrategyName;
import io.metagen.v1.Generation;
import io.metagen.v1.Problem;
import io.metagen.v1.RunSpec;
import io.metagen.v1.StopCriteria;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Gives two meshes, one with and one without prefix cache, the same runs in turn: in each round one
 * strategy after the other, on both meshes, the one that was second before going first. Problems
 * differ from round to round, and strategies have prefix caches of their own, so what is found in a
 * cache comes from the same search. Runs go one after another.
 */
final class MeshBench {
  private static final List<StrategyName> STRATEGIES =
      List.of(StrategyName.BEST_OF_N, StrategyName.REBASE);

  /** Unmeasured problems of each strategy on each mesh: the first calls compile. */
  private static final int WARM_UP = 2;

  /** A solution of eight steps has fewer than 100 tokens. */
  private static final int MAX_OUTPUT_TOKENS = 256;

  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private final MeshSize size;
  private final List<TestProblem> problems;
  private final Runnable steps;
  private final LongSupplier clock;
  private final Map<Subject, List<RoundOutcome>> outcomes = new LinkedHashMap<>();

  /**
   * @param steps is told of each run
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  MeshBench(MeshSize size, ProblemMix mix, Runnable steps, LongSupplier clock) {
    this.size = size;
    this.problems = mix.first(problems(size));
    this.steps = steps;
    this.clock = clock;
  }

  /** What a row is about. */
  record Subject(StrategyName strategy, boolean prefixCache) {}

  /** Returns how many runs there will be on two meshes. */
  static int runs(MeshSize size) {
    return 2 * STRATEGIES.size() * problems(size);
  }

  /** Returns how many problems each strategy gets on each mesh. */
  static int problems(MeshSize size) {
    return WARM_UP + size.rounds() * size.problems();
  }

  /** Returns the outcome of each round, strategy by strategy, with the cache first. */
  Map<Subject, List<RoundOutcome>> run(List<MeshState> meshes) {
    for (StrategyName strategy : STRATEGIES) {
      for (MeshState mesh : meshes) {
        outcomes.put(new Subject(strategy, mesh.prefixCache()), new ArrayList<>());
        measure(mesh, strategy, 0, WARM_UP);
      }
    }
    for (int round = 0; round < size.rounds(); round++) {
      int first = WARM_UP + round * size.problems();
      List<MeshState> order = round % 2 == 0 ? meshes : meshes.reversed();
      for (StrategyName strategy : STRATEGIES) {
        for (MeshState mesh : order) {
          Subject subject = new Subject(strategy, mesh.prefixCache());
          RoundOutcome outcome = measure(mesh, strategy, first, first + size.problems());
          outcomes.computeIfAbsent(subject, _ -> new ArrayList<>()).add(outcome);
        }
      }
    }
    return outcomes;
  }

  private RoundOutcome measure(MeshState mesh, StrategyName strategy, int from, int to) {
    RoundOutcome.Builder round = new RoundOutcome.Builder();
    MetricsPage before = mesh.metrics();
    long start = clock.getAsLong();
    for (int i = from; i < to; i++) {
      round.add(mesh.client().run(spec(strategy, i), DEADLINE), problems.get(i).answer());
      steps.run();
    }
    double seconds = (clock.getAsLong() - start) / 1e9;
    return round.build(seconds, Overhead.between(before, mesh.metrics()));
  }

  /** The known answer is not part of it. */
  private RunSpec spec(StrategyName strategy, int index) {
    Generation generation =
        Generation.newBuilder()
            .setStop(StopCriteria.newBuilder().setMaxOutputTokens(MAX_OUTPUT_TOKENS))
            .build();
    return RunSpec.newBuilder()
        .setProblem(
            Problem.newBuilder().setPrompt(PromptForm.TEXT.prompt(problems.get(index).problem())))
        .setStrategy(strategy.strategy(size.samples(), generation))
        .setSeed(size.seed() + index)
        .setCacheSalt(strategy.label())
        .build();
  }
}
