package io.metagen.orchestrator.router;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusException;
import io.metagen.error.ErrorMapping;

/** Tells a replica that went away from a caller that did, and from requests at fault. */
final class Failover {
  private Failover() {}

  /** Returns whether this side gave the call up: the caller hung up or the run is over. */
  static boolean givenUp() {
    return Context.current().isCancelled() || Thread.currentThread().isInterrupted();
  }

  /**
   * Returns whether the replica was away, so that the call may go to another one. A server that is
   * torn down resets its streams: this side then sees CANCELLED although it did not cancel.
   */
  static boolean mayMove(StatusException failed) {
    if (givenUp()) {
      return false;
    }
    return switch (failed.getStatus().getCode()) {
      case UNAVAILABLE -> true;
      case CANCELLED -> ErrorMapping.errorInfo(failed).isEmpty();
      default -> false;
    };
  }

  static boolean deadlineOver(StatusException failed) {
    return failed.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED
        || Context.current().cancellationCause() instanceof java.util.concurrent.TimeoutException;
  }
}
