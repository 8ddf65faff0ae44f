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

  /** Longest time that a run is given where nothing else ends it. */
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Returns whichever ends first. */
  public TimeLimit earlier(TimeLimit other) {
    return other.end.isBefore(end) ? other : this;
  }

  /** Returns the time left, from 0 to a day. */
  public Duration left(Instant now) {
    if (end.isAfter(now.plus(LONGEST))) {
      return LONGEST;
    }
    return end.isBefore(now) ? Duration.ZERO : Duration.between(now, end);
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
