package io.metagen.trainer.assessment;

import io.metagen.task.SolutionChecker;
import io.metagen.trainer.assistant.TaskPrompts;
import io.metagen.trainer.evaluation.Candidate;
import io.metagen.trainer.evaluation.Judge;
import io.metagen.trainer.evaluation.TextModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Has the assistant check candidates.
 *
 * @param votes checks of each candidate, at temperature 1
 */
record Checking(TextModel assistant, int votes) {

  private static final String YES = "Yes";

  /** Returns each problem's candidates in their order. */
  List<List<Checked>> of(List<Solved> problems) {
    List<String> prompts =
        problems.stream()
            .flatMap(solved -> solved.candidates().stream().map(c -> shown(solved, c)))
            .map(shown -> shown + TaskPrompts.check())
            .toList();
    var checks = assistant.complete(prompts, new Judge.Draw(votes, 1)).iterator();
    List<List<Checked>> checked = new ArrayList<>();
    for (Solved solved : problems) {
      checked.add(
          solved.candidates().stream().map(c -> checked(solved, c, checks.next())).toList());
    }
    return checked;
  }

  private Checked checked(Solved solved, Candidate candidate, List<String> checks) {
    List<String> different = List.copyOf(new TreeSet<>(checks));
    List<String> middles =
        Stream.concat(
                Stream.of(TaskPrompts.verdict()), different.stream().map(TaskPrompts::verdict))
            .toList();
    List<Double> yes = assistant.chances(shown(solved, candidate), middles, YES);
    Map<String, Double> byCheck = new TreeMap<>();
    for (int i = 0; i < different.size(); i++) {
      byCheck.put(different.get(i), yes.get(i + 1));
    }
    return new Checked(
        candidate.correct(),
        SolutionChecker.check(candidate.text(), solved.problem()).wrongLine(),
        yes.getFirst(),
        checks,
        checks.stream().map(byCheck::get).toList());
  }

  private static String shown(Solved solved, Candidate candidate) {
    return TaskPrompts.shown(solved.problem().problem(), candidate.text());
  }
}
