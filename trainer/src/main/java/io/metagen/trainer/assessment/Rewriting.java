package io.metagen.trainer.assessment;

import io.metagen.task.Distraction;
import io.metagen.task.SolutionChecker;
import io.metagen.trainer.assistant.TaskPrompts;
import io.metagen.trainer.evaluation.TextModel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Has the assistant rewrite problems with distracting sentences, and the generator solve them.
 *
 * @param seed decides the sentences
 */
record Rewriting(TextModel assistant, TextModel generator, long seed) {

  /**
   * A problem that was distracted.
   *
   * @param exact whether the rewriting is the clean text
   * @param distracted whether the generator solves the distracted text, greedily
   * @param rewritten the same of the rewriting
   * @param clean the same of the clean text
   */
  record Rewritten(boolean exact, boolean distracted, boolean rewritten, boolean clean) {}

  RewritingReport of(List<Solved> problems) {
    List<String> texts =
        problems.stream().map(s -> Distraction.of(s.problem(), random(s)).text()).toList();
    List<String> rewritten =
        assistant.complete(texts.stream().map(TaskPrompts::rewrite).toList()).stream()
            .map(String::strip)
            .toList();
    List<String> ofTexts = generator.complete(texts.stream().map(t -> t + "\n").toList());
    List<String> ofRewritten = generator.complete(rewritten.stream().map(t -> t + "\n").toList());
    return RewritingReport.of(
        IntStream.range(0, problems.size())
            .mapToObj(
                i ->
                    new Rewritten(
                        rewritten.get(i).equals(problems.get(i).problem().problem()),
                        right(ofTexts.get(i), problems.get(i)),
                        right(ofRewritten.get(i), problems.get(i)),
                        problems.get(i).greedy().correct()))
            .toList());
  }

  private SplittableRandom random(Solved solved) {
    return new SplittableRandom(seed * 1_000_003 + solved.problem().id().hashCode());
  }

  private static boolean right(String solution, Solved solved) {
    return SolutionChecker.correct(solution, solved.problem().answer());
  }
}
