package io.metagen.orchestrator.strategy;

import io.metagen.error.ServiceException;
import io.metagen.v1.TokenUsage;

/** The generators, as a strategy sees them. Calls block; interrupting the thread cancels them. */
public interface GeneratorPort {
  /**
   * Returns what is known of the model and the prompt before anything is generated.
   *
   * @throws ServiceException what the caller did wrong, or DEPENDENCY_DOWN
   */
  PromptFacts describe(SampleRequest request) throws InterruptedException;

  /**
   * Draws all samples with one call and returns when the last one ended. A replica that fails is
   * replaced by another: the listener then sees each sample as if nothing had happened.
   *
   * @param listener is called on the calling thread
   * @return what was processed, over all replicas that took part
   * @throws ServiceException what the caller did wrong, or DEPENDENCY_DOWN
   */
  TokenUsage generate(SampleRequest request, SampleListener listener) throws InterruptedException;
}
