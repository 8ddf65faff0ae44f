package io.metagen.verifier;

import io.metagen.v1.Feedback;
import io.metagen.v1.StepAggregation;
import io.metagen.v1.Verification;
import java.util.Arrays;

/**
 * The scores of a candidate's steps.
 *
 * @param scores probabilities that a step is right, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying would be felt
record StepScores(double[] scores) {

  /** A step below it is more likely wrong than right. */
  private static final double DOUBT = 0.5;

  /** Returns the one score that stands for all. */
  double aggregated(StepAggregation how) {
    return switch (how) {
      case STEP_AGGREGATION_UNSPECIFIED, STEP_AGGREGATION_LAST -> scores[scores.length - 1];
      case STEP_AGGREGATION_MIN -> Arrays.stream(scores).min().orElseThrow();
      case STEP_AGGREGATION_PRODUCT -> Arrays.stream(scores).reduce(1, (a, b) -> a * b);
      case STEP_AGGREGATION_MEAN -> Arrays.stream(scores).average().orElseThrow();
      case UNRECOGNIZED -> throw new IllegalArgumentException("checked before");
    };
  }

  /** Writes the scores, the one for all, and where the first doubt is. */
  void writeTo(Verification.Builder verification, StepAggregation how) {
    verification.setScore(aggregated(how));
    Arrays.stream(scores).forEach(verification::addStepScores);
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] < DOUBT) {
        verification.setFeedback(
            Feedback.newBuilder()
                .setText("Step " + (i + 1) + " is probably wrong.")
                .setStepIndex(i));
        return;
      }
    }
  }
}
