package io.metagen.trainer.assessment;

import io.metagen.trainer.evaluation.Judged;
import io.metagen.trainer.evaluation.TextModel;
import java.util.List;

/**
 * What each of the assistant's tasks is worth on the same held-out problems; every share and
 * difference with its interval.
 *
 * @param problems how many
 * @param votes checks of a candidate
 */
public record Assessment(
    int problems,
    int votes,
    VerdictReport verdict,
    CorrectionReport correction,
    RewritingReport rewriting,
    AskingReport asking) {

  /**
   * What is assessed and how.
   *
   * @param assistant stops behind {@link #stop}
   * @param generator solves problems
   * @param votes checks of a candidate
   * @param seed decides how problems are distracted and what they leave out
   */
  public record Models(TextModel assistant, TextModel generator, int votes, long seed) {}

  /** Behind which text the assistant has to stop. */
  public static String stop() {
    return SelfAsk.STOP;
  }

  /**
   * Assesses the assistant.
   *
   * @param judged problems with two samples at least, the last of which is no candidate but what
   *     corrections are compared with
   */
  public static Assessment of(List<Judged> judged, Models models) {
    List<Solved> problems = judged.stream().map(Solved::of).toList();
    TextModel assistant = models.assistant();
    return new Assessment(
        problems.size(),
        models.votes(),
        VerdictReport.of(new Checking(assistant, models.votes()).of(problems)),
        CorrectionReport.of(new Correcting(assistant).of(problems)),
        new Rewriting(assistant, models.generator(), models.seed()).of(problems),
        new Asking(assistant, models.generator(), models.seed()).of(problems));
  }
}
