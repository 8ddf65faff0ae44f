package io.metagen.cli.demo;

import io.metagen.v1.Cost;
import io.metagen.v1.RunResult;
import java.time.Duration;

/** Adds up the runs of one strategy. Belongs to the thread that runs them. */
final class Tally {

  private static final double GIGA = 1e9;

  private final String strategy;
  private int problems;
  private int correct;
  private final Cost.Builder cost = Cost.newBuilder();

  Tally(String strategy) {
    this.strategy = strategy;
  }

  /** Adds a run; it is correct where its normalised answer is the known one. */
  void add(RunResult result, String knownAnswer) {
    problems++;
    if (result.getAnswer().hasAnswer() && result.getAnswer().getAnswer().equals(knownAnswer)) {
      correct++;
    }
    add(result.getCost());
  }

  private void add(Cost run) {
    cost.setGeneratedTokenCount(cost.getGeneratedTokenCount() + run.getGeneratedTokenCount())
        .setPromptTokenCount(cost.getPromptTokenCount() + run.getPromptTokenCount())
        .setCachedPromptTokenCount(
            cost.getCachedPromptTokenCount() + run.getCachedPromptTokenCount())
        .setGeneratorFlops(cost.getGeneratorFlops() + run.getGeneratorFlops())
        .setVerifierFlops(cost.getVerifierFlops() + run.getVerifierFlops());
  }

  /** The sums; {@code elapsed} is the time that all runs took. */
  Row row(Duration elapsed) {
    return new Row(
        strategy,
        problems,
        correct,
        cost.getGeneratedTokenCount(),
        cost.getPromptTokenCount(),
        cost.getCachedPromptTokenCount(),
        cost.getGeneratorFlops() / GIGA,
        cost.getVerifierFlops() / GIGA,
        elapsed.toMillis() / 1000.0);
  }
}
