package io.metagen.trainer.assessment;

import io.metagen.trainer.evaluation.Statistics.Estimate;
import java.util.List;
import java.util.function.Function;

/**
 * What one round of correction does to candidates (self-corrective learning, Welleck et al. 2023).
 *
 * @param wrong candidates whose answer is wrong
 * @param right candidates whose answer is right
 * @param freshOfWrong share of right answers in fresh samples of the wrong candidates' problems
 * @param alone without feedback
 * @param told with the checker's feedback wherever it finds a fault
 */
public record CorrectionReport(int wrong, int right, Estimate freshOfWrong, Row alone, Row told) {

  /**
   * One way to correct.
   *
   * @param becomeRight share of the wrong candidates that become right
   * @param overFresh paired difference of that to fresh samples
   * @param stayRight share of the right candidates whose answer stays right
   * @param leftAlone share of the right candidates that stay exactly as they are
   */
  public record Row(
      Estimate becomeRight, Estimate overFresh, Estimate stayRight, Estimate leftAlone) {}

  static CorrectionReport of(List<List<Corrected>> corrected) {
    Shares<Corrected> all = new Shares<>(corrected);
    Shares<Corrected> wrong = all.where(c -> !c.right());
    Shares<Corrected> right = all.where(Corrected::right);
    return new CorrectionReport(
        wrong.count(),
        right.count(),
        wrong.share(Corrected::fresh),
        row(wrong, right, Corrected::alone),
        row(wrong, right, Corrected::told));
  }

  private static Row row(
      Shares<Corrected> wrong,
      Shares<Corrected> right,
      Function<Corrected, Corrected.Outcome> way) {
    return new Row(
        wrong.share(c -> way.apply(c).right()),
        wrong.difference(c -> way.apply(c).right(), Corrected::fresh),
        right.share(c -> way.apply(c).right()),
        right.share(c -> way.apply(c).same()));
  }
}
