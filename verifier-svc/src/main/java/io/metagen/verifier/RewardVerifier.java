package io.metagen.verifier;

import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.StepAggregation;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import io.metagen.verifier.answer.AnswerNormalizer;
import io.metagen.verifier.reward.MarkedRow;
import io.metagen.verifier.reward.RewardModel;
import io.metagen.verifier.reward.RowScore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scores candidates by a reward model: as a whole, or step by step. */
record RewardVerifier(String name, RewardModel model) implements CandidateVerifier {
  @Override
  public String version() {
    return model.version();
  }

  @Override
  public Verifier.KindCase kind() {
    return model.form().stepwise()
        ? Verifier.KindCase.PROCESS_REWARD_MODEL
        : Verifier.KindCase.OUTCOME_REWARD_MODEL;
  }

  @Override
  public Judge judge(VerifyRequest request) {
    StepAggregation how = request.getVerifier().getProcessRewardModel().getAggregation();
    if (how == StepAggregation.UNRECOGNIZED) {
      throw ServiceException.invalidField(
          "verifier.process_reward_model.aggregation", "must be one of the named values");
    }
    RewardPrompt prompt = RewardPrompt.of(request.getProblem().getPrompt(), model);
    return candidates -> judge(prompt, how, candidates);
  }

  /** A candidate on its way: its row, or why there is none. */
  private record Read(Optional<MarkedRow> row, Verification.Builder verification) {}

  private List<Judgement> judge(RewardPrompt prompt, StepAggregation how, List<String> candidates) {
    List<Read> read = candidates.stream().map(text -> read(prompt, text)).toList();
    List<MarkedRow> rows = read.stream().flatMap(one -> one.row.stream()).toList();
    Iterator<RowScore> scores =
        (rows.isEmpty() ? List.<RowScore>of() : model.score(rows)).iterator();
    List<Judgement> judgements = new ArrayList<>();
    for (Read one : read) {
      judgements.add(
          one.row
              .map(row -> scored(one.verification, row, scores.next(), how))
              .orElseGet(() -> Judgement.free(one.verification.build())));
    }
    return judgements;
  }

  private Read read(RewardPrompt prompt, String candidate) {
    Verification.Builder verification = Verification.newBuilder();
    AnswerNormalizer.ofSolution(candidate).ifPresent(verification::setAnswer);
    try {
      MarkedRow row = model.row(prompt.tokens(), prompt.text(), candidate);
      if (row.tokens().length > model.contextLength()) {
        throw contextTooLong("problem and candidate have", row.tokens().length, model);
      }
      return new Read(Optional.of(row), verification);
    } catch (ServiceException e) {
      return new Read(Optional.empty(), verification.setFailure(ErrorMapping.toFailure(e)));
    }
  }

  /** Counts a row whole, so that the figures do not depend on how candidates are split. */
  private Judgement scored(
      Verification.Builder verification, MarkedRow row, RowScore score, StepAggregation how) {
    double[] probabilities = model.probabilities(score);
    if (model.form().stepwise()) {
      new StepScores(probabilities).writeTo(verification, how);
    } else {
      verification.setScore(probabilities[0]);
    }
    return new Judgement(
        verification.build(), new Cost(row.tokens().length, score.cachedTokens(), score.flops()));
  }

  static ServiceException contextTooLong(String what, int tokens, RewardModel model) {
    String count = Integer.toString(tokens);
    String most = Integer.toString(model.contextLength());
    return ServiceException.of(
        ErrorReason.ERROR_REASON_CONTEXT_TOO_LONG,
        what + " " + count + " tokens, the verifier reads at most " + most,
        Map.of("promptTokenCount", count, "maxTokenCount", most));
  }
}
