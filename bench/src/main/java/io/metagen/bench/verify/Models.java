package io.metagen.bench.verify;

import io.metagen.cli.demo.TestProblem;
import io.metagen.v1.GenerativeVerifier;
import io.metagen.v1.JudgedUtility;
import io.metagen.v1.JudgementForm;
import io.metagen.v1.OutcomeRewardModel;
import io.metagen.v1.Utility;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifierServiceGrpc.VerifierServiceBlockingStub;
import java.util.List;
import java.util.function.Function;

/**
 * Calls of what judges by a model. The right answer is what the same request got from a service
 * that had nothing else to do. There are more requests than the service keeps judgements.
 *
 * @param problems held-out ones
 * @param verifier that is asked beforehand
 */
record Models(List<TestProblem> problems, VerifierServiceBlockingStub verifier) {

  List<Drill> drills() {
    return List.of(
        drill(
            "outcome model",
            problem ->
                scores(
                    problem,
                    Verifier.newBuilder()
                        .setOutcomeRewardModel(OutcomeRewardModel.getDefaultInstance()))),
        drill("judge", problem -> scores(problem, judge(GenerativeVerifier.newBuilder()))),
        drill(
            "judge, 2 critiques",
            problem -> scores(problem, judge(GenerativeVerifier.newBuilder().setCritiqueCount(2)))),
        drill(
            "judge, scale",
            problem ->
                scores(
                    problem,
                    judge(
                        GenerativeVerifier.newBuilder()
                            .setForm(JudgementForm.JUDGEMENT_FORM_SCALE)))),
        drill("judged utility", Models::utilities));
  }

  private Drill drill(String kind, Function<TestProblem, Exchange> asked) {
    List<Exchange> known = problems.stream().map(asked).map(this::known).toList();
    return new Drill(kind, random -> known.get(random.nextInt(known.size())));
  }

  private Exchange known(Exchange exchange) {
    List<Double> right = exchange.ask(verifier);
    return switch (exchange) {
      case Exchange.Scores scores -> new Exchange.Scores(scores.request(), right);
      case Exchange.Utilities pairs -> new Exchange.Utilities(pairs.request(), right);
    };
  }

  private static Exchange scores(TestProblem problem, Verifier.Builder verifier) {
    return new Exchange.Scores(
        Texts.verify(problem.problem() + "\n", verifier, candidates(problem)), List.of());
  }

  private static Exchange utilities(TestProblem problem) {
    Utility.Builder judged = Utility.newBuilder().setJudged(JudgedUtility.getDefaultInstance());
    return new Exchange.Utilities(
        Texts.compare(problem.problem() + "\n", judged, candidates(problem)), List.of());
  }

  private static Verifier.Builder judge(GenerativeVerifier.Builder judge) {
    return Verifier.newBuilder().setGenerative(judge);
  }

  private static List<String> candidates(TestProblem problem) {
    return List.of("Answer: " + problem.answer(), "Answer: 1" + problem.answer());
  }
}
