package io.metagen.bench.mesh;

import io.metagen.v1.Cost;
import io.metagen.v1.RunResult;
import java.util.ArrayList;
import java.util.List;

/**
 * What the runs of one strategy gave in one round.
 *
 * @param seconds from the first run's start to the last one's end
 * @param answers the normalised answers, empty where none was found
 * @param correct how many of them are the known ones
 * @param costs what each run cost
 * @param overhead what the orchestrator took
 */
record RoundOutcome(
    double seconds, List<String> answers, int correct, List<Cost> costs, Overhead overhead) {

  RoundOutcome {
    answers = List.copyOf(answers);
    costs = List.copyOf(costs);
  }

  /** Returns the problems of the round over its time. */
  double problemsPerSecond() {
    return answers.size() / seconds;
  }

  /** Collects the runs of a round. Belongs to the thread that makes them. */
  static final class Builder {
    private final List<String> answers = new ArrayList<>();
    private final List<Cost> costs = new ArrayList<>();
    private int correct;

    void add(RunResult result, String knownAnswer) {
      String answer = result.getAnswer().getAnswer();
      answers.add(answer);
      correct += answer.equals(knownAnswer) ? 1 : 0;
      costs.add(result.getCost());
    }

    RoundOutcome build(double seconds, Overhead overhead) {
      return new RoundOutcome(seconds, answers, correct, costs, overhead);
    }
  }
}
