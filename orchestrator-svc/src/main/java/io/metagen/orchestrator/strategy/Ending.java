package io.metagen.orchestrator.strategy;

import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.orchestrator.budget.TimeLimit;
import io.metagen.v1.Candidate;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Failure;
import io.metagen.v1.StopReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a search ends: what failed, whether that still leaves an answer, and why it stopped.
 *
 * <p>A generator that fails leaves the candidates finished before. A verifier that can't be reached
 * leaves the candidates that it judged; where it judged none and the strategy needs it, the run
 * fails with the verifier's error. What the caller did wrong always fails the run.
 */
final class Ending {
  private final TimeLimit time;
  private final Judging judging;
  private final List<Failure> failures = new ArrayList<>();
  private @Nullable ServiceException generationFailure;
  private @Nullable ServiceException judgingFailure;
  private boolean anyJudged;
  private boolean timeOver;
  private boolean shrunk;

  Ending(TimeLimit time, Judging judging) {
    this.time = time;
    this.judging = judging;
  }

  /** The budget allowed less than the strategy wanted. */
  void shrunk() {
    shrunk = true;
  }

  boolean isShrunk() {
    return shrunk;
  }

  void timeOver() {
    timeOver = true;
  }

  boolean timeIsOver() {
    return timeOver;
  }

  void judged() {
    anyJudged = true;
  }

  void candidateFailed(Candidate candidate, Failure failure) {
    failures.add(failure.toBuilder().putMetadata("nodeId", candidate.getNodeId()).build());
    if (judgingFailure == null) {
      judgingFailure =
          ServiceException.of(failure.getReason(), failure.getMessage(), failure.getMetadataMap());
    }
  }

  void generationFailed(RuntimeException failure) {
    ServiceException known = known(failure);
    if (known != null) {
      generationFailure = known;
      failures.add(ErrorMapping.toFailure(known));
    }
  }

  void judgingFailed(RuntimeException failure) {
    ServiceException known = known(failure);
    if (known == null) {
      return;
    }
    if (judging.required() && !mayPass(known.reason())) {
      throw known;
    }
    judgingFailure = known;
    failures.add(ErrorMapping.toFailure(known));
  }

  /** Fails the run where there is no answer, or none that the strategy could choose. */
  void requireAnswer(boolean anyCandidate) {
    if (!anyCandidate) {
      throw generationFailure != null
          ? generationFailure
          : judgingFailure != null ? judgingFailure : time.nothingInTime();
    }
    if (judgingFailure != null && judging.required() && !anyJudged && !timeOver) {
      throw judgingFailure;
    }
  }

  StopReason stopReason() {
    if (timeOver) {
      return time.reason();
    }
    return shrunk ? StopReason.STOP_REASON_BUDGET : StopReason.STOP_REASON_COMPLETED;
  }

  List<Failure> failures() {
    return failures;
  }

  /** Returns a failure that a part of the run may have; null where only the time was over. */
  private @Nullable ServiceException known(RuntimeException failure) {
    if (!(failure instanceof ServiceException known)
        || known.reason() == ErrorReason.ERROR_REASON_CALLER_CANCELLED) {
      throw failure;
    }
    if (known.reason() == ErrorReason.ERROR_REASON_DEADLINE) {
      timeOver = true;
      return null;
    }
    return known;
  }

  private static boolean mayPass(ErrorReason reason) {
    return switch (ErrorMapping.code(reason)) {
      case UNAVAILABLE, RESOURCE_EXHAUSTED, INTERNAL -> true;
      default -> false;
    };
  }
}
