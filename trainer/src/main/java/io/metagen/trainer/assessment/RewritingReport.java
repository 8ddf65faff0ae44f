package io.metagen.trainer.assessment;

import io.metagen.trainer.assessment.Rewriting.Rewritten;
import io.metagen.trainer.evaluation.Statistics.Estimate;
import java.util.List;

/**
 * What rewriting is worth before solving (System 2 Attention, Weston and Sukhbaatar 2023).
 *
 * @param problems with 1 to 3 distracting sentences each
 * @param exact share of the rewritings that are exactly the clean text
 * @param distracted the generator's greedy accuracy on the distracted texts
 * @param rewritten the same on the rewritings
 * @param clean the same on the clean texts
 * @param rewrittenOverDistracted paired difference
 * @param cleanOverRewritten paired difference
 */
public record RewritingReport(
    int problems,
    Estimate exact,
    Estimate distracted,
    Estimate rewritten,
    Estimate clean,
    Estimate rewrittenOverDistracted,
    Estimate cleanOverRewritten) {

  static RewritingReport of(List<Rewritten> rewritten) {
    Shares<Rewritten> all = Shares.of(rewritten);
    return new RewritingReport(
        all.count(),
        all.share(Rewritten::exact),
        all.share(Rewritten::distracted),
        all.share(Rewritten::rewritten),
        all.share(Rewritten::clean),
        all.difference(Rewritten::rewritten, Rewritten::distracted),
        all.difference(Rewritten::clean, Rewritten::rewritten));
  }
}
