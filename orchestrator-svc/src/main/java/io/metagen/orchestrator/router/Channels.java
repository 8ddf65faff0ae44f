package io.metagen.orchestrator.router;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.metagen.orchestrator.OrchestratorConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Opens the channels to the other services and closes them all. Names are resolved by DNS, again
 * whenever a connection breaks. Calls on a broken connection fail at once with UNAVAILABLE.
 */
final class Channels implements AutoCloseable {
  private static final long KEEPALIVE_TIMEOUT_SECONDS = 5;

  private final OrchestratorConfig config;
  private final List<ClientInterceptor> interceptors;
  private final List<ManagedChannel> open = new ArrayList<>();

  Channels(OrchestratorConfig config, List<ClientInterceptor> interceptors) {
    this.config = config;
    this.interceptors = List.copyOf(interceptors);
  }

  /** Opens a channel to one replica; the router itself tries another. */
  ManagedChannel replica(String address) {
    return register(builder(address).disableRetry().build());
  }

  /** Opens a channel over all addresses of a name; a call that met UNAVAILABLE is tried again. */
  ManagedChannel service(String address, String service) {
    return register(
        builder(address)
            .defaultLoadBalancingPolicy("round_robin")
            .defaultServiceConfig(retryPolicy(service))
            .enableRetry()
            .build());
  }

  @Override
  public void close() {
    open.forEach(ManagedChannel::shutdownNow);
  }

  private NettyChannelBuilder builder(String address) {
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .usePlaintext()
        .maxInboundMessageSize(config.maxInboundMessageSize())
        .keepAliveTime(config.keepaliveTime().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .intercept(interceptors);
  }

  private ManagedChannel register(ManagedChannel channel) {
    open.add(channel);
    return channel;
  }

  private static Map<String, ?> retryPolicy(String service) {
    Map<String, ?> policy =
        Map.of(
            "maxAttempts",
            4.0,
            "initialBackoff",
            "0.05s",
            "maxBackoff",
            "1s",
            "backoffMultiplier",
            2.0,
            "retryableStatusCodes",
            List.of("UNAVAILABLE"));
    return Map.of(
        "methodConfig",
        List.of(Map.of("name", List.of(Map.of("service", service)), "retryPolicy", policy)));
  }
}
