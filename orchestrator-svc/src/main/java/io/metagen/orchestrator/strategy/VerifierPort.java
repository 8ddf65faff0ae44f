package io.metagen.orchestrator.strategy;

import io.metagen.error.ServiceException;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;

/** The verifiers, as a strategy sees them. Calls block; interrupting the thread cancels them. */
public interface VerifierPort {
  /**
   * Judges candidates. The answer holds one verification for each, every score finite.
   *
   * @throws ServiceException what the caller did wrong, or DEPENDENCY_DOWN
   */
  VerifyResponse verify(VerifyRequest request) throws InterruptedException;
}
