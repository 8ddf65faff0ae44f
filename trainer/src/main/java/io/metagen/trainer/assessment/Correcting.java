package io.metagen.trainer.assessment;

import static java.util.Objects.requireNonNull;

import io.metagen.task.ProblemReader;
import io.metagen.task.SolutionChecker;
import io.metagen.task.StepReview;
import io.metagen.trainer.assistant.TaskPrompts;
import io.metagen.trainer.evaluation.Candidate;
import io.metagen.trainer.evaluation.TextModel;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Has the assistant correct candidates, one round at temperature 0. */
record Correcting(TextModel assistant) {

  /** Returns each problem's candidates in their order. */
  List<List<Corrected>> of(List<Solved> problems) {
    Set<String> prompts = new LinkedHashSet<>();
    for (Solved solved : problems) {
      for (Candidate candidate : solved.candidates()) {
        prompts.add(prompt(solved, candidate, Optional.empty()));
        prompts.add(prompt(solved, candidate, fault(solved, candidate)));
      }
    }
    Map<String, String> better = corrections(List.copyOf(prompts));
    return problems.stream()
        .map(solved -> solved.candidates().stream().map(c -> corrected(solved, c, better)).toList())
        .toList();
  }

  private Map<String, String> corrections(List<String> prompts) {
    List<String> texts = assistant.complete(prompts);
    Map<String, String> better = new HashMap<>();
    for (int i = 0; i < prompts.size(); i++) {
      better.put(prompts.get(i), texts.get(i));
    }
    return better;
  }

  private static Corrected corrected(
      Solved solved, Candidate candidate, Map<String, String> better) {
    String alone = better.get(prompt(solved, candidate, Optional.empty()));
    String told = better.get(prompt(solved, candidate, fault(solved, candidate)));
    return new Corrected(
        candidate.correct(),
        solved.fresh().correct(),
        outcome(solved, candidate, requireNonNull(alone)),
        outcome(solved, candidate, requireNonNull(told)));
  }

  private static Corrected.Outcome outcome(Solved solved, Candidate candidate, String better) {
    return new Corrected.Outcome(
        SolutionChecker.correct(better, solved.problem().answer()),
        better.strip().equals(candidate.text().strip()));
  }

  private static String prompt(Solved solved, Candidate candidate, Optional<String> feedback) {
    return TaskPrompts.shown(solved.problem().problem(), candidate.text())
        + TaskPrompts.better(feedback);
  }

  private static Optional<String> fault(Solved solved, Candidate candidate) {
    return StepReview.of(candidate.text(), ProblemReader.read(solved.problem().problem())).fault();
  }
}
