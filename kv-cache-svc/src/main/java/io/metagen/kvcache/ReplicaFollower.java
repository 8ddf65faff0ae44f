package io.metagen.kvcache;

import io.github.resilience4j.core.IntervalFunction;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.SubscribeKvEventsResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds one replica's index from its event stream until the thread is interrupted. Runs on a
 * virtual thread of its own, plain blocking code.
 *
 * <p>Between two attempts it waits with exponential backoff and jitter; the waits start from the
 * shortest again after a stream that lived longer than the longest wait. Every attempt gets a
 * channel of its own, because a channel has a backoff that would add to this one.
 */
final class ReplicaFollower implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaFollower.class);

  private final ReplicaIndex index;
  private final Function<String, ManagedChannel> channels;
  private final Waits waits;
  private final InstantSource clock;

  ReplicaFollower(
      ReplicaIndex index,
      Function<String, ManagedChannel> channels,
      Waits waits,
      InstantSource clock) {
    this.index = index;
    this.channels = channels;
    this.waits = waits;
    this.clock = clock;
  }

  @Override
  public void run() {
    int attempt = 0;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Instant opened = clock.instant();
        follow();
        boolean steady = Duration.between(opened, clock.instant()).compareTo(waits.longest()) > 0;
        attempt = steady ? 1 : attempt + 1;
        waits.pause().accept(Duration.ofMillis(waits.intervals().apply(attempt)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      index.forget();
    }
  }

  private void follow() {
    ManagedChannel channel = channels.apply(index.replica());
    try {
      Iterator<SubscribeKvEventsResponse> updates =
          GeneratorServiceGrpc.newBlockingStub(channel).subscribeKvEvents(index.subscription());
      updates.forEachRemaining(index::accept);
      LOG.info("{} ended its event stream", index.replica());
    } catch (StatusRuntimeException e) {
      LOG.info("event stream of {} broke: {}", index.replica(), e.getStatus());
    } catch (MalformedUpdateException e) {
      LOG.warn("{} sent {}; a snapshot comes next", index.replica(), e.getMessage());
    } finally {
      channel.shutdownNow();
      index.broken();
    }
  }

  /** How long to wait before the n-th attempt in a row, and the waiting itself. */
  record Waits(IntervalFunction intervals, Duration longest, Pause pause) {}

  /** Lets time pass. */
  interface Pause {
    void accept(Duration time) throws InterruptedException;
  }
}
