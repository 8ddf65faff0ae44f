package io.metagen.serving;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.context.Context;

/**
 * A call on a virtual thread of its own: plain blocking code, interrupted when the caller hangs up.
 *
 * <p>Quarkus 3.31.1 has an annotation for this, whose event queue can lose the end of a request
 * when it arrives just as the queue runs empty; the call then hangs.
 */
public final class VirtualCall {
  private VirtualCall() {}

  /** Runs {@code body}; what it throws fails the call. To be called by the method of a service. */
  public static <R> void run(StreamObserver<R> observer, Runnable body) {
    Runnable guarded =
        () -> {
          try {
            body.run();
          } catch (RuntimeException | Error thrown) {
            observer.onError(thrown);
          }
        };
    Thread thread =
        Thread.ofVirtual()
            .name("call")
            .unstarted(io.grpc.Context.current().wrap(Context.current().wrap(guarded)));
    ((ServerCallStreamObserver<R>) observer).setOnCancelHandler(thread::interrupt);
    thread.start();
  }
}
