package io.metagen.verifier;

import io.grpc.Context;
import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs work on a thread of its own, which is interrupted when the time is over or the caller gives
 * up.
 *
 * @param most longest time
 */
record CallLimit(Duration most, ExecutorService threads) {

  /**
   * Returns what the work returned; empty if the time was over before.
   *
   * @throws RuntimeException what the work threw
   */
  <R> Optional<R> run(Callable<R> work) {
    Callable<R> here = io.opentelemetry.context.Context.current().wrap(work);
    Future<R> running = threads.submit(Context.current().wrap(here));
    try {
      return Optional.of(running.get(most.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    } finally {
      running.cancel(true);
    }
  }

  /** Returns the failure of work that was not done in time. */
  ServiceException tooLate(String verifier) {
    String seconds = Double.toString(most.toMillis() / 1000.0);
    return ServiceException.of(
        ErrorReason.ERROR_REASON_DEADLINE,
        verifier + " took longer than " + seconds + " s",
        Map.of("timeLimitSeconds", seconds));
  }

  static ServiceException cancelled() {
    return ServiceException.of(
        ErrorReason.ERROR_REASON_CALLER_CANCELLED, "the caller hung up", Map.of());
  }
}
