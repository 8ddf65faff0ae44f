package io.metagen.orchestrator.endpoint;

import io.grpc.stub.ServerCallStreamObserver;
import io.metagen.error.ServiceException;
import io.metagen.orchestrator.strategy.EventSink;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.SearchEvent;
import io.metagen.v1.StreamStrategyResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends events no faster than the reader takes them: the run's thread waits while gRPC's outbound
 * buffer (32 KiB) is full. Hanging up interrupts the wait, and a reader that takes nothing for too
 * long loses its run: it would hold a place for good.
 */
final class PacedEvents implements EventSink {
  private final ServerCallStreamObserver<StreamStrategyResponse> call;
  private final Duration patience;
  private final Semaphore ready = new Semaphore(0);

  PacedEvents(ServerCallStreamObserver<StreamStrategyResponse> call, Duration patience) {
    this.call = call;
    this.patience = patience;
    call.setOnReadyHandler(ready::release);
  }

  @Override
  public void emit(SearchEvent.Builder event) throws InterruptedException {
    while (!call.isReady()) {
      if (!ready.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw ServiceException.of(
            ErrorReason.ERROR_REASON_CALLER_CANCELLED,
            "the caller read no event for " + patience,
            Map.of("readerTimeout", patience.toString()));
      }
      ready.drainPermits();
    }
    call.onNext(StreamStrategyResponse.newBuilder().setEvent(event).build());
  }
}
