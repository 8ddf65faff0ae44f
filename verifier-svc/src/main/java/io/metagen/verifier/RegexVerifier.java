package io.metagen.verifier;

import io.metagen.error.ServiceException;
import io.metagen.v1.Feedback;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import io.metagen.verifier.bounded.TimeLimit;
import io.metagen.verifier.pattern.BadPatternException;
import io.metagen.verifier.pattern.LinearPattern;

/**
 * Matches candidates as a whole against a pattern in RE2's syntax. The score is 1 for a match, else
 * 0, and the feedback says with which character the match became impossible.
 */
record RegexVerifier(TimeLimit limit) implements CandidateVerifier {
  private static final String FIELD = "verifier.regex_check.pattern";

  @Override
  public String name() {
    return "regex_check";
  }

  @Override
  public String version() {
    return "regex-rules-1";
  }

  @Override
  public Verifier.KindCase kind() {
    return Verifier.KindCase.REGEX_CHECK;
  }

  @Override
  public Judge judge(VerifyRequest request) {
    String text = request.getVerifier().getRegexCheck().getPattern();
    if (text.isEmpty()) {
      throw ServiceException.invalidField(FIELD, "must not be empty");
    }
    LinearPattern pattern = compiled(text);
    return new TimedJudge(limit, candidate -> matched(candidate, pattern));
  }

  private LinearPattern compiled(String pattern) {
    try {
      return limit.call(() -> LinearPattern.of(pattern));
    } catch (BadPatternException e) {
      throw ServiceException.invalidField(FIELD, e.getMessage());
    }
  }

  private static Verification.Builder matched(String candidate, LinearPattern pattern) {
    if (pattern.matches(candidate)) {
      return Verification.newBuilder().setScore(1);
    }
    Feedback.Builder feedback = Feedback.newBuilder();
    pattern
        .reach(candidate)
        .ifPresentOrElse(
            reach -> locate(feedback, candidate, reach),
            () -> feedback.setText("does not match the pattern"));
    return Verification.newBuilder().setScore(0).setFeedback(feedback);
  }

  private static void locate(Feedback.Builder feedback, String candidate, int reach) {
    if (reach == candidate.length()) {
      feedback.setText("matches the pattern up to its end, where something is missing");
      return;
    }
    String before = candidate.substring(0, reach);
    int line = (int) before.chars().filter(c -> c == '\n').count();
    int column = before.codePointCount(before.lastIndexOf('\n') + 1, reach);
    feedback
        .setText(
            "does not match the pattern from line %d, character %d on: \"%s\""
                .formatted(line + 1, column + 1, Character.toString(candidate.codePointAt(reach))))
        .setStepIndex(line);
  }
}
