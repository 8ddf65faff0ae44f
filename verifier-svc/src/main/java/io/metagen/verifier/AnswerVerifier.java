package io.metagen.verifier;

import io.metagen.error.ServiceException;
import io.metagen.v1.Feedback;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import io.metagen.verifier.algebra.AnswerComparison;
import io.metagen.verifier.algebra.UndecidedException;
import io.metagen.verifier.answer.AnswerNormalizer;
import io.metagen.verifier.bounded.TimeLimit;
import java.util.List;
import java.util.Optional;

/**
 * Compares final answers with the reference: their normal forms first, which costs nothing, and
 * where these differ as mathematics ({@link AnswerComparison}), within a time limit. The score is 1
 * for an equal answer, else 0. Without a reference it only normalises.
 */
record AnswerVerifier(TimeLimit limit) implements CandidateVerifier {
  private static final String NONE =
      "no final answer was found; end with a line \"Answer: \" or with \\boxed{}";

  @Override
  public String name() {
    return "answer_check";
  }

  @Override
  public String version() {
    return AnswerNormalizer.VERSION + ", " + AnswerComparison.VERSION;
  }

  @Override
  public Verifier.KindCase kind() {
    return Verifier.KindCase.ANSWER_CHECK;
  }

  @Override
  public Judge judge(VerifyRequest request) {
    return reference(request).<Judge>map(this::against).orElse(AnswerVerifier::normalised);
  }

  private static List<Judgement> normalised(List<String> candidates) {
    return candidates.stream().map(text -> judged(text, Verification.newBuilder())).toList();
  }

  private Judge against(String reference) {
    String form = AnswerNormalizer.ofReference(reference);
    AnswerComparison comparison =
        AnswerComparison.with(AnswerNormalizer.stated(reference).orElse(reference));
    TimedJudge slow = new TimedJudge(limit, candidate -> compared(candidate, comparison));
    return candidates ->
        candidates.stream()
            .map(text -> atOnce(text, form).orElseGet(() -> slow.of(List.of(text)).getFirst()))
            .toList();
  }

  /** What the normal form alone decides. */
  private static Optional<Judgement> atOnce(String candidate, String reference) {
    Optional<String> answer = AnswerNormalizer.ofSolution(candidate);
    if (answer.isEmpty()) {
      return Optional.of(judged(candidate, wrong(NONE)));
    }
    return answer
        .filter(reference::equals)
        .map(_ -> judged(candidate, Verification.newBuilder().setScore(1)));
  }

  private static Verification.Builder compared(String candidate, AnswerComparison comparison) {
    try {
      return AnswerNormalizer.stated(candidate)
          .flatMap(comparison::difference)
          .map(AnswerVerifier::wrong)
          .orElseGet(() -> Verification.newBuilder().setScore(1));
    } catch (UndecidedException e) {
      throw ServiceException.invalidField(
          "candidates.text",
          "has a final answer that can't be compared: it or the reference is too large, or is"
              + " defined nowhere");
    }
  }

  private static Verification.Builder wrong(String why) {
    return Verification.newBuilder().setScore(0).setFeedback(Feedback.newBuilder().setText(why));
  }

  private static Judgement judged(String candidate, Verification.Builder verification) {
    AnswerNormalizer.ofSolution(candidate).ifPresent(verification::setAnswer);
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
