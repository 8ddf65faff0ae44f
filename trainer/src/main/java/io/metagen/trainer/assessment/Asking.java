package io.metagen.trainer.assessment;

import io.metagen.task.Fact;
import io.metagen.task.FactCollection;
import io.metagen.task.Omission;
import io.metagen.task.SolutionChecker;
import io.metagen.trainer.evaluation.TextModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Has the assistant look up what problems leave out, and solve them.
 *
 * @param seed decides what is left out
 */
record Asking(TextModel assistant, TextModel generator, long seed) {

  /**
   * A problem that leaves numbers out.
   *
   * @param exact whether exactly the needed facts were looked up, each once
   * @param asked whether the answer is right then
   * @param gap whether the generator's is, greedily, on the text with the gaps
   * @param complete the same on the complete text
   */
  record Asked(boolean exact, boolean asked, boolean gap, boolean complete) {}

  /**
   * A complete problem.
   *
   * @param nothing whether nothing was asked
   * @param right whether the answer is right
   * @param generator whether the generator's is, greedily
   */
  record Complete(boolean nothing, boolean right, boolean generator) {}

  private record Case(Solved solved, Omission omission) {}

  AskingReport of(List<Solved> problems) {
    SelfAsk asker = new SelfAsk(assistant, FactCollection.shipped());
    return AskingReport.of(asked(asker, cases(problems)), complete(asker, problems));
  }

  private List<Case> cases(List<Solved> problems) {
    List<Case> cases = new ArrayList<>();
    for (Solved solved : problems) {
      Omission.of(
              solved.problem(),
              FactCollection.shipped(),
              new SplittableRandom(seed * 1_000_003 + solved.problem().id().hashCode()))
          .ifPresent(omission -> cases.add(new Case(solved, omission)));
    }
    return cases;
  }

  private List<Asked> asked(SelfAsk asker, List<Case> cases) {
    List<String> texts = cases.stream().map(c -> c.omission.text()).toList();
    List<SelfAsk.Result> results = asker.of(texts);
    List<String> gaps = generator.complete(texts.stream().map(text -> text + "\n").toList());
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Solved solved = cases.get(i).solved;
      asked.add(
          new Asked(
              exact(results.get(i).found(), cases.get(i).omission.lookUps()),
              right(results.get(i).solution(), solved),
              right(gaps.get(i), solved),
              solved.greedy().correct()));
    }
    return asked;
  }

  private static List<Complete> complete(SelfAsk asker, List<Solved> problems) {
    List<SelfAsk.Result> results =
        asker.of(problems.stream().map(solved -> solved.problem().problem()).toList());
    List<Complete> complete = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      complete.add(
          new Complete(
              results.get(i).found().isEmpty(),
              right(results.get(i).solution(), problems.get(i)),
              problems.get(i).greedy().correct()));
    }
    return complete;
  }

  /** Whether the look-ups are the needed ones, all different, in any order. */
  static boolean exact(List<Optional<Fact>> found, List<Fact> needed) {
    return found.size() == needed.size()
        && found.stream()
            .flatMap(Optional::stream)
            .collect(Collectors.toSet())
            .equals(new HashSet<>(needed));
  }

  private static boolean right(String solution, Solved solved) {
    return SolutionChecker.correct(solution, solved.problem().answer());
  }
}
