package io.metagen.orchestrator.endpoint;

import io.grpc.stub.ServerCallStreamObserver;
import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import io.opentelemetry.context.Context;
import java.util.Map;

/**
 * The virtual thread of a run. It carries the call's gRPC context and trace; hanging up interrupts
 * it.
 */
final class RunThread {
  private RunThread() {}

  static void start(ServerCallStreamObserver<?> call, Step run) {
    Runnable task = () -> serve(call, run);
    Thread thread =
        Thread.ofVirtual()
            .name("run")
            .unstarted(io.grpc.Context.current().wrap(Context.current().wrap(task)));
    call.setOnCancelHandler(thread::interrupt);
    thread.start();
  }

  private static void serve(ServerCallStreamObserver<?> call, Step run) {
    try {
      run.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      call.onError(
          ServiceException.of(
              ErrorReason.ERROR_REASON_CALLER_CANCELLED, "the caller hung up", Map.of()));
    } catch (RuntimeException | Error e) {
      call.onError(e);
    }
  }

  /** What a run does. */
  interface Step {
    void run() throws InterruptedException;
  }
}
