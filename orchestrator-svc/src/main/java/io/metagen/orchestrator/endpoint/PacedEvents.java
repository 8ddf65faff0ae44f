package io.metagen.orchestrator.endpoint;

import io.grpc.stub.ServerCallStreamObserver;
import io.metagen.orchestrator.strategy.EventSink;
import io.metagen.v1.SearchEvent;
import io.metagen.v1.StreamStrategyResponse;
import java.util.concurrent.Semaphore;

/**
 * Sends events no faster than the reader takes them: the run's thread waits while gRPC's outbound
 * buffer (32 KiB) is full. Hanging up interrupts the wait.
 */
final class PacedEvents implements EventSink {
  private final ServerCallStreamObserver<StreamStrategyResponse> call;
  private final Semaphore ready = new Semaphore(0);

  PacedEvents(ServerCallStreamObserver<StreamStrategyResponse> call) {
    this.call = call;
    call.setOnReadyHandler(ready::release);
  }

  @Override
  public void emit(SearchEvent.Builder event) throws InterruptedException {
    while (!call.isReady()) {
      ready.acquire();
      ready.drainPermits();
    }
    call.onNext(StreamStrategyResponse.newBuilder().setEvent(event).build());
  }
}
