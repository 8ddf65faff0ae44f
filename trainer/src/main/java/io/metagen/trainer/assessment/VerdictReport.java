package io.metagen.trainer.assessment;

import io.metagen.trainer.evaluation.Statistics;
import io.metagen.trainer.evaluation.Statistics.Estimate;
import io.metagen.trainer.evaluation.Statistics.Graded;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the assistant is worth as a generative verifier (GenRM and GenRM-CoT, Zhang et al., ICLR
 * 2025): the probability of {@code Yes} without a check, after one sampled check, and its mean over
 * several.
 *
 * @param candidates different solutions that were judged
 * @param right share of them whose answer is right
 * @param votesOverOne paired difference in accuracy of several checks to one
 * @param votesOverOneAuc the same in AUC
 * @param votesOverDirect paired difference in accuracy of several checks to none
 * @param located share of checks of solutions with a wrong line that end at the first one
 * @param passed share of checks of the others that find all lines right
 */
public record VerdictReport(
    int candidates,
    Estimate right,
    Row direct,
    Row one,
    Row votes,
    Estimate votesOverOne,
    Estimate votesOverOneAuc,
    Estimate votesOverDirect,
    Estimate located,
    Estimate passed) {

  private static final int AUC_RESAMPLES = 1000;

  /**
   * One way to judge.
   *
   * @param accuracy share of candidates on whose side of a half the probability is
   * @param auc area under the ROC curve over all candidates
   */
  public record Row(Estimate accuracy, Estimate auc) {}

  static VerdictReport of(List<List<Checked>> checked) {
    Shares<Checked> all = new Shares<>(checked);
    return new VerdictReport(
        all.count(),
        all.share(Checked::right),
        row(all, Checked::direct),
        row(all, Checked::one),
        row(all, Checked::votes),
        all.difference(c -> c.judgedBy(c.votes()), c -> c.judgedBy(c.one())),
        auc(all, chosen -> auc(all, chosen, Checked::votes) - auc(all, chosen, Checked::one)),
        all.difference(c -> c.judgedBy(c.votes()), c -> c.judgedBy(c.direct())),
        all.where(c -> c.wrongLine().isPresent()).mean(Checked::located),
        all.where(c -> c.wrongLine().isEmpty()).mean(Checked::located));
  }

  private static Row row(Shares<Checked> all, ToDoubleFunction<Checked> yes) {
    return new Row(
        all.share(c -> c.judgedBy(yes.applyAsDouble(c))),
        auc(all, chosen -> auc(all, chosen, yes)));
  }

  private static Estimate auc(Shares<Checked> all, ToDoubleFunction<int[]> statistic) {
    return Statistics.estimate(all.groups().size(), AUC_RESAMPLES, statistic);
  }

  private static double auc(Shares<Checked> all, int[] chosen, ToDoubleFunction<Checked> yes) {
    return Statistics.auc(
        IntStream.of(chosen)
            .mapToObj(problem -> all.groups().get(problem))
            .flatMap(List::stream)
            .map(c -> new Graded(yes.applyAsDouble(c), c.right()))
            .toList());
  }
}
