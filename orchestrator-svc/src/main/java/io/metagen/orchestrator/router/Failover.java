package io.metagen.orchestrator.router;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusException;

/** Decides whether a failed call may go to another replica. */
final class Failover {
  private Failover() {}

  /** Returns whether the replica was away, and not the caller or the request at fault. */
  static boolean mayMove(StatusException failed) {
    return failed.getStatus().getCode() == Status.Code.UNAVAILABLE
        && !Context.current().isCancelled();
  }
}
