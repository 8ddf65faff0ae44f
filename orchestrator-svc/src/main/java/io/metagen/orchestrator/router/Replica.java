package io.metagen.orchestrator.router;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.grpc.Channel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One generator replica: its channel, its load as this router counts it, and its health. */
final class Replica {
  private final int index;
  private final String address;
  private final Channel channel;
  private final CircuitBreaker breaker;
  private final AtomicInteger load = new AtomicInteger();
  private final AtomicLong served = new AtomicLong();

  Replica(int index, String address, Channel channel, CircuitBreaker breaker) {
    this.index = index;
    this.address = address;
    this.channel = channel;
    this.breaker = breaker;
  }

  int index() {
    return index;
  }

  String address() {
    return address;
  }

  Channel channel() {
    return channel;
  }

  RoutingRule.Candidate candidate(int matchedTokens) {
    return new RoutingRule.Candidate(index, healthy(), load.get(), served.get(), matchedTokens);
  }

  void begin(int samples) {
    load.addAndGet(samples);
    served.incrementAndGet();
  }

  void end(int samples) {
    load.addAndGet(-samples);
  }

  void worked() {
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
  }

  void failed(Throwable failure) {
    breaker.onError(0, TimeUnit.NANOSECONDS, failure);
  }

  /** Asking is what lets an open breaker become half-open, so the permission is handed back. */
  private boolean healthy() {
    boolean permitted = breaker.tryAcquirePermission();
    if (permitted) {
      breaker.releasePermission();
    }
    return permitted;
  }
}
