package io.metagen.trainer.assessment;

import io.metagen.trainer.assessment.Asking.Asked;
import io.metagen.trainer.assessment.Asking.Complete;
import io.metagen.trainer.evaluation.Statistics.Estimate;
import java.util.List;

/**
 * What looking up is worth where problems leave numbers out (Self-Ask, Press et al. 2022).
 *
 * @param incomplete problems that leave numbers out
 * @param exact share in which exactly the needed facts are looked up, in any order
 * @param asked accuracy with the look-ups answered
 * @param gap the generator's greedy accuracy on the text with the gaps
 * @param complete the generator's greedy accuracy on the complete texts of the same problems
 * @param askedOverGap paired difference
 * @param askedOverComplete paired difference
 * @param askedNothing share of all problems' complete texts on which nothing is asked
 * @param completeAsked accuracy of the assistant's answers on them
 * @param overGenerator paired difference of that to the generator's greedy answers
 */
public record AskingReport(
    int incomplete,
    Estimate exact,
    Estimate asked,
    Estimate gap,
    Estimate complete,
    Estimate askedOverGap,
    Estimate askedOverComplete,
    Estimate askedNothing,
    Estimate completeAsked,
    Estimate overGenerator) {

  static AskingReport of(List<Asked> incomplete, List<Complete> complete) {
    Shares<Asked> some = Shares.of(incomplete);
    Shares<Complete> all = Shares.of(complete);
    return new AskingReport(
        some.count(),
        some.share(Asked::exact),
        some.share(Asked::asked),
        some.share(Asked::gap),
        some.share(Asked::complete),
        some.difference(Asked::asked, Asked::gap),
        some.difference(Asked::asked, Asked::complete),
        all.share(Complete::nothing),
        all.share(Complete::right),
        all.difference(Complete::right, Complete::generator));
  }
}
