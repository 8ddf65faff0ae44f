package io.metagen.verifier;

import io.metagen.error.ServiceException;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import io.metagen.verifier.answer.AnswerNormalizer;
import java.util.Optional;

/** Compares normalised final answers with the reference; without one it only normalises. */
record AnswerVerifier() implements CandidateVerifier {
  @Override
  public String name() {
    return "answer_check";
  }

  @Override
  public String version() {
    return AnswerNormalizer.VERSION;
  }

  @Override
  public Verifier.KindCase kind() {
    return Verifier.KindCase.ANSWER_CHECK;
  }

  @Override
  public Judge judge(VerifyRequest request) {
    Optional<String> reference = reference(request).map(AnswerNormalizer::ofReference);
    return candidates -> candidates.stream().map(text -> compare(text, reference)).toList();
  }

  private static Judgement compare(String candidate, Optional<String> reference) {
    Optional<String> answer = AnswerNormalizer.ofSolution(candidate);
    Verification.Builder verification = Verification.newBuilder();
    answer.ifPresent(verification::setAnswer);
    reference.ifPresent(_ -> verification.setScore(answer.equals(reference) ? 1 : 0));
    return Judgement.free(verification.build());
  }

  private static Optional<String> reference(VerifyRequest request) {
    if (request.getVerifier().getAnswerCheck().hasReference()) {
      return usable(
          "verifier.answer_check.reference", request.getVerifier().getAnswerCheck().getReference());
    }
    if (request.getProblem().hasReferenceAnswer()) {
      return usable("problem.reference_answer", request.getProblem().getReferenceAnswer());
    }
    return Optional.empty();
  }

  private static Optional<String> usable(String field, String reference) {
    if (reference.isBlank()) {
      throw ServiceException.invalidField(field, "must not be blank; leave it unset for none");
    }
    if (reference.length() > AnswerNormalizer.LONGEST) {
      throw ServiceException.invalidField(
          field, "must have at most " + AnswerNormalizer.LONGEST + " characters");
    }
    return Optional.of(reference);
  }
}
