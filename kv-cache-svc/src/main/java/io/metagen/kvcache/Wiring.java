package io.metagen.kvcache;

import io.github.resilience4j.core.IntervalFunction;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Builds the parts from the settings. */
@Dependent
class Wiring {
  private static final double GROWTH = 2;
  private static final double JITTER = 0.5;
  private static final long KEEPALIVE_SECONDS = 20;

  @Produces
  @Singleton
  IndexStatistics statistics() {
    return new IndexStatistics();
  }

  @Produces
  @Singleton
  ReplicaDirectory directory(KvCacheConfig config, IndexStatistics statistics) {
    ReplicaFollower.Waits waits = waits(config.reconnect());
    return new ReplicaDirectory(
        address -> new ReplicaIndex(address, config.maxBlocksPerReplica(), statistics),
        index ->
            new ReplicaFollower(
                index,
                address -> channel(address, config.maxMessageBytes()),
                waits,
                InstantSource.system()));
  }

  private static ReplicaFollower.Waits waits(KvCacheConfig.Reconnect config) {
    Duration longest = config.longestWait();
    IntervalFunction intervals =
        IntervalFunction.ofExponentialRandomBackoff(config.initialWait(), GROWTH, JITTER, longest);
    return new ReplicaFollower.Waits(intervals, longest, Thread::sleep);
  }

  private static ManagedChannel channel(String address, int maxMessageBytes) {
    return Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
        .maxInboundMessageSize(maxMessageBytes)
        .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS) // a lost machine says no goodbye
        .build();
  }
}
