package io.metagen.cli.run;

import io.metagen.v1.Verification;
import io.metagen.v1.VerifierUsage;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * What a verifier said, as text.
 *
 * @param out where it goes
 */
public record VerdictView(PrintWriter out) {
  private static final int SHORT_VERSION = 12;
  private static final double GIGA = 1e9;

  /** Prints each candidate's score, steps, answer and feedback, and what the call cost. */
  public void show(VerifyRequest request, VerifyResponse response) {
    String version = response.getVerifierVersion();
    out.printf(
        "%s, version %s%n",
        response.getVerifier(), version.substring(0, Math.min(SHORT_VERSION, version.length())));
    for (int i = 0; i < response.getVerificationsCount(); i++) {
      out.printf("candidate %d: %s%n", i + 1, head(response.getVerifications(i)));
      steps(response.getVerifications(i), request.getCandidates(i).getText());
      feedback(response.getVerifications(i));
    }
    VerifierUsage usage = response.getUsage();
    out.printf(
        Locale.ROOT,
        "%d tokens, %d of them cached, %.3f GFLOP%n",
        usage.getTokenCount(),
        usage.getCachedTokenCount(),
        usage.getFlops() / GIGA);
    out.flush();
  }

  private static String head(Verification verification) {
    String score =
        verification.hasScore()
            ? String.format(Locale.ROOT, "score %.4f", verification.getScore())
            : "no score";
    String answer = verification.hasAnswer() ? ", answer " + verification.getAnswer() : "";
    String failure =
        verification.hasFailure() ? ", failed: " + verification.getFailure().getMessage() : "";
    return score + answer + failure;
  }

  /** Steps are the candidate's lines that are not blank, where there is a score for each. */
  private void steps(Verification verification, String candidate) {
    var lines = candidate.lines().filter(line -> !line.isBlank()).toList();
    for (int i = 0; i < verification.getStepScoresCount(); i++) {
      String line = lines.size() == verification.getStepScoresCount() ? lines.get(i).strip() : "";
      out.printf(Locale.ROOT, "  step %d: %.4f  %s%n", i + 1, verification.getStepScores(i), line);
    }
  }

  private void feedback(Verification verification) {
    if (verification.hasFeedback()) {
      var feedback = verification.getFeedback();
      String where = feedback.hasStepIndex() ? " (step " + (feedback.getStepIndex() + 1) + ")" : "";
      out.printf("  feedback%s: %s%n", where, feedback.getText());
    }
  }
}
