package io.metagen.orchestrator.strategy;

import io.metagen.error.ServiceException;
import io.metagen.v1.SearchEvent;

/** Takes the events of a search, in order. */
public interface EventSink {
  /**
   * Takes an event; number and time are filled in on the way. Blocks while the reader is slow.
   *
   * @throws ServiceException CALLER_CANCELLED where the reader hung up
   */
  void emit(SearchEvent.Builder event) throws InterruptedException;
}
