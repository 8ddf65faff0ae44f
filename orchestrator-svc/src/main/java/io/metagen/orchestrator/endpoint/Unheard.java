package io.metagen.orchestrator.endpoint;

import io.grpc.stub.ServerCallStreamObserver;
import io.metagen.orchestrator.strategy.EventSink;
import io.metagen.v1.SearchEvent;

/** Drops the events of a run that nobody streams; notices when the caller is gone. */
record Unheard(ServerCallStreamObserver<?> call) implements EventSink {
  @Override
  public void emit(SearchEvent.Builder event) throws InterruptedException {
    if (call.isCancelled()) {
      throw new InterruptedException("the caller hung up");
    }
  }
}
