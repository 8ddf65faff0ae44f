package io.metagen.orchestrator.strategy;

import io.metagen.v1.AnswerCheck;
import io.metagen.v1.Verifier;

/**
 * How a strategy's candidates are judged.
 *
 * @param required whether the strategy can't choose without it. Where it is not, the judgement only
 *     adds the normal form of the answer, and the run goes on without it
 * @param scores whether the scores are the strategy's own. Where they are not, only answers are
 *     wanted, and a reference answer stays hidden
 */
record Judging(Verifier verifier, boolean required, boolean scores) {
  private static final Verifier NORMAL_FORM =
      Verifier.newBuilder().setAnswerCheck(AnswerCheck.getDefaultInstance()).build();

  static Judging of(Strategy strategy) {
    return switch (strategy) {
      case Greedy _ -> new Judging(NORMAL_FORM, false, false);
      case BestOfN best -> new Judging(best.verifier(), true, true);
      case MajorityVote _ -> new Judging(NORMAL_FORM, true, false);
      case WeightedVote vote -> new Judging(vote.verifier(), true, true);
      case Rebase rebase -> new Judging(rebase.verifier(), true, true);
    };
  }

  /** Returns whether a network reads the candidates, so that judging costs tokens. */
  boolean neural() {
    return switch (verifier.getKindCase()) {
      case OUTCOME_REWARD_MODEL, PROCESS_REWARD_MODEL, GENERATIVE, ENSEMBLE -> true;
      case ANSWER_CHECK, STEP_CHECK, JSON_SCHEMA_CHECK, REGEX_CHECK, PROGRAM_CHECK, KIND_NOT_SET ->
          false;
    };
  }
}
