package io.metagen.verifier;

import io.metagen.error.ServiceException;
import io.metagen.v1.CompareRequest;
import io.metagen.v1.JudgedUtility;
import io.metagen.verifier.judge.NoVerdictException;
import io.metagen.verifier.judge.PairwiseJudge;
import io.metagen.verifier.utility.Comparison;
import io.metagen.verifier.utility.PreferenceMatrix;
import java.util.List;

/**
 * Comparisons by generators that judge. Like a judge's verifications, they take one of its places
 * and have the same time limit.
 */
record JudgedUtilities(Judges judges, Judging judging, PreferenceMatrix matrix) {
  private static final String KIND = "utility.judged";

  /**
   * Reads what a request says of the problem and of how to judge.
   *
   * @throws ServiceException naming the field that can't be used
   */
  Comparing of(CompareRequest request) {
    JudgedUtility wanted = request.getUtility().getJudged();
    String problem = ProblemText.of(request.getProblem().getPrompt());
    String template = wanted.getTemplate();
    JudgeRules.checkTemplate(KIND + ".template", template, List.of("{first}", "{second}"));
    Judges.Named judge = judges.find(KIND + ".model", wanted.getModel());
    return new Asked(
        this,
        judge.name(),
        new PairwiseJudge(
            judge.generator(), problem, template.isEmpty() ? PairwiseJudge.TEMPLATE : template));
  }

  /** The comparison of one call. */
  private record Asked(JudgedUtilities own, String judge, PairwiseJudge pairwise)
      implements Comparing {
    @Override
    public String name() {
      return "judged";
    }

    @Override
    public Comparison compare(List<String> hypotheses, List<String> evidence) {
      CallLimit limit = own.judging.limit();
      return own.judging
          .places()
          .in(judge, () -> limit.run(() -> judged(hypotheses, evidence)))
          .orElseThrow(() -> limit.tooLate(judge));
    }

    private Comparison judged(List<String> hypotheses, List<String> evidence)
        throws InterruptedException {
      try {
        return own.matrix.compare(pairwise, hypotheses, evidence);
      } catch (NoVerdictException e) {
        throw e.at(KIND);
      }
    }
  }
}
