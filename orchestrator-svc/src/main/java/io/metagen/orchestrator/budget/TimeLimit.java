package io.metagen.orchestrator.budget;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * When a run has to stop, and why.
 *
 * @param end last moment of the run, {@link Instant#MAX} for none
 * @param reason BUDGET where the budget's wall time ends it, DEADLINE where the call's deadline
 *     does
 */
public record TimeLimit(Instant end, StopReason reason) {
  /** Never stops a run. */
  public static final TimeLimit NONE = new TimeLimit(Instant.MAX, StopReason.STOP_REASON_DEADLINE);

  /** Returns whichever ends first. */
  public TimeLimit earlier(TimeLimit other) {
    return other.end.isBefore(end) ? other : this;
  }

  /** Returns the time left, at least 0. */
  public Duration left(Instant now) {
    if (end.equals(Instant.MAX)) {
      return Duration.ofDays(1);
    }
    Duration left = Duration.between(now, end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Returns the failure of a run that had no answer when its time was over. */
  public ServiceException nothingInTime() {
    return reason == StopReason.STOP_REASON_BUDGET
        ? ServiceException.budgetSpent(
            "spec.budget.max_wall_time", "was over before there was any answer")
        : ServiceException.of(
            ErrorReason.ERROR_REASON_DEADLINE,
            "the deadline was near before there was any answer",
            Map.of());
  }
}
