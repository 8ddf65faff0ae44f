package io.metagen.verifier;

import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Verification;
import io.metagen.verifier.answer.AnswerNormalizer;
import io.metagen.verifier.bounded.TimeLimit;
import java.util.List;
import java.util.function.Function;

/**
 * Judges one candidate after another by a rule, each within a time limit. What takes too long,
 * finds no thread or nests too deep fails alone. Adds the normal form of the final answer.
 */
record TimedJudge(TimeLimit limit, Function<String, Verification.Builder> rule)
    implements CandidateVerifier.Judge {
  @Override
  public List<Judgement> of(List<String> candidates) {
    return candidates.stream().map(this::judge).toList();
  }

  private Judgement judge(String candidate) {
    Verification.Builder verification = timed(candidate);
    AnswerNormalizer.ofSolution(candidate).ifPresent(verification::setAnswer);
    return Judgement.free(verification.build());
  }

  private Verification.Builder timed(String candidate) {
    try {
      return limit.call(() -> rule.apply(candidate));
    } catch (ServiceException e) {
      if (e.reason() == ErrorReason.ERROR_REASON_CALLER_CANCELLED) {
        throw e;
      }
      return failed(e);
    } catch (StackOverflowError e) {
      return failed(
          ServiceException.invalidField("candidates.text", "nests too deep to be checked"));
    }
  }

  private static Verification.Builder failed(ServiceException why) {
    return Verification.newBuilder().setFailure(ErrorMapping.toFailure(why));
  }
}
