package io.metagen.trainer.assessment;

import io.metagen.trainer.evaluation.Statistics.Estimate;
import java.util.Locale;

/** An assessment as Markdown. */
public final class AssessmentTable {

  private AssessmentTable() {}

  /** Returns one table for each task, in percent; AUC as it is. */
  public static String of(Assessment assessment) {
    return "%d problems; 95 %% intervals by bootstrap over problems; differences in points, paired.%n"
            .formatted(assessment.problems())
        + verdict(assessment.verdict(), assessment.votes())
        + correction(assessment.correction())
        + rewriting(assessment.rewriting())
        + asking(assessment.asking());
  }

  private static String verdict(VerdictReport report, int votes) {
    return "%n| verdict on %d candidates | accuracy %% at 0.5 | AUC |%n|---|---|---|%n"
            .formatted(report.candidates())
        + row("without a check", percent(report.direct().accuracy()), plain(report.direct().auc()))
        + row("after one check", percent(report.one().accuracy()), plain(report.one().auc()))
        + row(
            "mean over %d checks".formatted(votes),
            percent(report.votes().accuracy()),
            plain(report.votes().auc()))
        + row(
            "%d checks over one".formatted(votes),
            percent(report.votesOverOne()),
            plain(report.votesOverOneAuc()))
        + head("checks", "%")
        + row("right answers among the candidates", percent(report.right()))
        + row("checks that end at the first wrong line", percent(report.located()))
        + row("checks of faultless solutions that find no fault", percent(report.passed()));
  }

  private static String correction(CorrectionReport report) {
    return "%n| one correction | without feedback | with feedback |%n|---|---|---|%n".formatted()
        + row(
            "%d wrong solutions that become right, %%".formatted(report.wrong()),
            percent(report.alone().becomeRight()),
            percent(report.told().becomeRight()))
        + row(
            "over a fresh sample (%s %%), points".formatted(percent(report.freshOfWrong())),
            percent(report.alone().overFresh()),
            percent(report.told().overFresh()))
        + row(
            "%d right solutions whose answer stays right, %%".formatted(report.right()),
            percent(report.alone().stayRight()),
            percent(report.told().stayRight()))
        + row(
            "right solutions left exactly as they are, %",
            percent(report.alone().leftAlone()), percent(report.told().leftAlone()));
  }

  private static String rewriting(RewritingReport report) {
    return head(report.problems() + " distracted problems", "%")
        + row("rewritten exactly", percent(report.exact()))
        + row("solved as they are", percent(report.distracted()))
        + row("solved once rewritten", percent(report.rewritten()))
        + row("solved without distraction", percent(report.clean()))
        + row("rewritten over distracted", percent(report.rewrittenOverDistracted()))
        + row("without distraction over rewritten", percent(report.cleanOverRewritten()));
  }

  private static String asking(AskingReport report) {
    return head(report.incomplete() + " problems that leave numbers out", "%")
        + row("exactly the needed look-ups", percent(report.exact()))
        + row("solved with look-ups", percent(report.asked()))
        + row("solved without, by the generator", percent(report.gap()))
        + row("solved complete, by the generator", percent(report.complete()))
        + row("with look-ups over without", percent(report.askedOverGap()))
        + row("with look-ups over complete", percent(report.askedOverComplete()))
        + row("asks nothing where nothing is left out", percent(report.askedNothing()))
        + row("solved then", percent(report.completeAsked()))
        + row("that over the generator", percent(report.overGenerator()));
  }

  private static String head(String what, String unit) {
    return "%n| %s | %s |%n|---|---|%n".formatted(what, unit);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String percent(Estimate estimate) {
    return text("%.1f (%.1f to %.1f)", 100, estimate);
  }

  private static String plain(Estimate estimate) {
    return text("%.3f (%.3f to %.3f)", 1, estimate);
  }

  private static String text(String format, double unit, Estimate estimate) {
    return String.format(
        Locale.ROOT, format, unit * estimate.mean(), unit * estimate.low(), unit * estimate.high());
  }
}
