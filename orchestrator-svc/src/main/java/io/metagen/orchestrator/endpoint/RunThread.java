package io.metagen.orchestrator.endpoint;

import io.grpc.stub.ServerCallStreamObserver;
import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import io.opentelemetry.context.Context;
import java.util.Map;

/**
 * The virtual thread of a run. It carries the call's gRPC context and trace; hanging up interrupts
 * it. Failures become a status here: left to gRPC, a status among the causes would win.
 */
final class RunThread {
  private RunThread() {}

  static void start(ServerCallStreamObserver<?> call, String domain, Step run) {
    Runnable task = () -> serve(call, domain, run);
    Thread thread =
        Thread.ofVirtual()
            .name("run")
            .unstarted(io.grpc.Context.current().wrap(Context.current().wrap(task)));
    call.setOnCancelHandler(thread::interrupt);
    thread.start();
  }

  private static void serve(ServerCallStreamObserver<?> call, String domain, Step run) {
    try {
      run.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ServiceException hungUp =
          ServiceException.of(
              ErrorReason.ERROR_REASON_CALLER_CANCELLED, "the caller hung up", Map.of());
      call.onError(ErrorMapping.toStatus(hungUp, domain));
    } catch (RuntimeException | Error e) {
      call.onError(ErrorMapping.toStatus(e, domain));
    }
  }

  /** What a run does. */
  interface Step {
    void run() throws InterruptedException;
  }
}
