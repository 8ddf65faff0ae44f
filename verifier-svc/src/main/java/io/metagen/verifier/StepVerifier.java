package io.metagen.verifier;

import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.task.ProblemReader;
import io.metagen.task.Reading;
import io.metagen.task.StepReview;
import io.metagen.task.UnreadableProblemException;
import io.metagen.v1.Feedback;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import io.metagen.verifier.answer.AnswerNormalizer;
import java.util.Collections;

/**
 * Checks every line of a solution of the synthetic task against the problem's text. The lines
 * before the first wrong one score 1 and those from it on 0, as in labels of process reward models;
 * the solution scores 1 where no line is wrong, else 0.
 */
record StepVerifier() implements CandidateVerifier {
  /** Most lines of a solution. */
  static final int MOST_LINES = 1_000;

  @Override
  public String name() {
    return "step_check";
  }

  @Override
  public String version() {
    return "step-rules-1";
  }

  @Override
  public Verifier.KindCase kind() {
    return Verifier.KindCase.STEP_CHECK;
  }

  @Override
  public Judge judge(VerifyRequest request) {
    Reading reading = read(ProblemText.of(request.getProblem().getPrompt()));
    return candidates -> candidates.stream().map(text -> judge(text, reading)).toList();
  }

  private static Judgement judge(String solution, Reading reading) {
    Verification.Builder verification = Verification.newBuilder();
    AnswerNormalizer.ofSolution(solution).ifPresent(verification::setAnswer);
    if (solution.lines().limit(MOST_LINES + 1L).count() > MOST_LINES) {
      ServiceException why =
          ServiceException.invalidField(
              "candidates.text", "must have at most " + MOST_LINES + " lines");
      return Judgement.free(verification.setFailure(ErrorMapping.toFailure(why)).build());
    }
    StepReview review = StepReview.of(solution, reading);
    int right = review.wrongLine().orElse(review.lines());
    verification
        .setScore(review.right() ? 1 : 0)
        .addAllStepScores(Collections.nCopies(right, 1.0))
        .addAllStepScores(Collections.nCopies(review.lines() - right, 0.0));
    review.fault().ifPresent(fault -> verification.setFeedback(feedback(fault, review)));
    return Judgement.free(verification.build());
  }

  private static Feedback feedback(String fault, StepReview review) {
    Feedback.Builder feedback = Feedback.newBuilder().setText(fault);
    review.wrongLine().ifPresent(feedback::setStepIndex);
    return feedback.build();
  }

  private static Reading read(String problem) {
    try {
      return ProblemReader.read(problem);
    } catch (UnreadableProblemException e) {
      throw ServiceException.invalidField(
          "problem.prompt", "must be a problem of the synthetic task: " + e.getMessage());
    }
  }
}
