package io.metagen.verifier;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many calls each verifier works on at the same time; others wait a while, first come first
 * served. Thread-safe.
 *
 * @param each verifier's most calls
 * @param patience longest time that a call waits for its place
 */
record Places(int each, Duration patience, Map<String, Semaphore> free) {
  private static final Duration RETRY_DELAY = Duration.ofMillis(200);

  Places(int each, Duration patience) {
    this(each, patience, new ConcurrentHashMap<>());
  }

  /**
   * Runs a call in one of a verifier's places.
   *
   * @throws ServiceException QUEUE_FULL if none was free in time
   */
  <R> R in(String verifier, Supplier<R> call) {
    Semaphore places = free.computeIfAbsent(verifier, _ -> new Semaphore(each, true));
    take(verifier, places);
    try {
      return call.get();
    } finally {
      places.release();
    }
  }

  private void take(String verifier, Semaphore places) {
    try {
      if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw ServiceException.retryable(
            ErrorReason.ERROR_REASON_QUEUE_FULL,
            verifier + " works on " + each + " calls already",
            Map.of("verifier", verifier, "maxCalls", "" + each),
            RETRY_DELAY,
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CallLimit.cancelled();
    }
  }
}
