package io.metagen.trainer.assessment;

import io.metagen.task.Fact;
import io.metagen.task.FactCollection;
import io.metagen.task.Omission;
import io.metagen.task.Problem;
import io.metagen.task.ProblemReader;
import io.metagen.task.StepCheck;
import io.metagen.task.UnreadableProblemException;
import io.metagen.trainer.evaluation.Judge;
import io.metagen.trainer.evaluation.TextModel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Does every task without a fault, and solves every problem that can be read. */
record PerfectAssistant(List<Problem> problems) implements TextModel {

  @Override
  public List<List<String>> complete(List<String> prompts, Judge.Draw draw) {
    return prompts.stream().map(p -> Collections.nCopies(draw.samples(), answer(p))).toList();
  }

  @Override
  public List<Double> chances(String prompt, List<String> middles, String text) {
    double yes = check(prompt.lines().toList(), 0).right() ? 0.9 : 0.2;
    return Collections.nCopies(middles.size(), yes);
  }

  private String answer(String prompt) {
    List<String> lines = prompt.lines().toList();
    if (lines.size() > 1 && lines.get(1).equals("Ask:")) {
      return asked(lines);
    }
    return switch (lines.getLast()) {
      case "Check:" -> check(lines, 1).text();
      case "Better:" -> better(lines);
      case "Rewrite:" -> clean(lines.getFirst());
      default -> solution(prompt.strip());
    };
  }

  private static StepCheck check(List<String> lines, int behind) {
    String solution = String.join("\n", lines.subList(1, lines.size() - behind));
    return StepCheck.of(solution, ProblemReader.read(lines.getFirst()));
  }

  private static String better(List<String> lines) {
    return check(lines, lines.get(lines.size() - 2).startsWith("Feedback:") ? 2 : 1).right()
        ? String.join("\n", lines.subList(1, lines.size() - 1))
        : solution(lines.getFirst());
  }

  private String clean(String distracted) {
    return problems.stream()
        .map(Problem::problem)
        .filter(clean -> Arrays.stream(clean.split("(?<=\\.) ")).allMatch(distracted::contains))
        .findFirst()
        .orElseThrow();
  }

  private static String asked(List<String> lines) {
    String problem = lines.getFirst();
    String transcript = String.join("\n", lines);
    List<Fact> facts = FactCollection.shipped().facts();
    return facts.stream()
        .filter(fact -> problem.contains(fact.source()))
        .filter(fact -> !transcript.contains(fact.lookUp()))
        .findFirst()
        .map(fact -> "Follow up: " + fact.question() + "\n" + SelfAsk.STOP)
        .orElseGet(() -> solution(Omission.completed(problem, facts)));
  }

  private static String solution(String problem) {
    try {
      return ProblemReader.read(problem).solution();
    } catch (UnreadableProblemException e) {
      return "";
    }
  }
}
