package io.metagen.orchestrator.router;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.metagen.orchestrator.OrchestratorConfig;
import io.metagen.orchestrator.strategy.GeneratorPort;
import io.metagen.orchestrator.strategy.VerifierPort;
import io.metagen.v1.VerifierServiceGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The way to all other services; hands every run its ports. Thread-safe. */
public final class Router implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("\\S+:\\d{1,5}");

  private final Channels channels;
  private final ReplicaPool pool;
  private final PromptDirectory directory;
  private final PrefixIndex index;
  private final ManagedChannel verifier;
  private final Duration retryDelay;
  private final CallObserver observer;

  /**
   * Opens the channels; connections are made with the first calls.
   *
   * @param interceptors see every call, such as the one that carries the trace on
   */
  public Router(
      OrchestratorConfig config, List<ClientInterceptor> interceptors, CallObserver observer) {
    this.channels = new Channels(config, interceptors);
    this.retryDelay = config.retryDelay();
    this.observer = observer;
    OrchestratorConfig.Routing routing = config.routing();
    RoutingRule rule =
        new RoutingRule(routing.imbalanceSamples(), routing.imbalanceRatio(), routing.cacheShare());
    this.pool = new ReplicaPool(replicas(config), rule, retryDelay);
    this.directory =
        new PromptDirectory(pool, routing.promptCacheSize(), routing.promptCacheTime());
    this.index = new PrefixIndex(channels.replica(config.kvCache()), routing.rankTimeout());
    this.verifier = channels.service(config.verifier(), VerifierServiceGrpc.SERVICE_NAME);
  }

  /** Returns the generators for one run; {@code paths} are those of its own request. */
  public GeneratorPort generator(FieldPaths paths) {
    return new RoutedGenerator(
        pool, directory, index, new RemoteErrors("generator", paths, retryDelay), observer);
  }

  /** Returns the verifiers for one run; {@code paths} are those of its own request. */
  public VerifierPort verifier(FieldPaths paths) {
    return new RemoteVerifier(verifier, new RemoteErrors("verifier", paths, retryDelay));
  }

  @Override
  public void close() {
    channels.close();
  }

  private List<Replica> replicas(OrchestratorConfig config) {
    List<Replica> replicas = new ArrayList<>();
    for (String address : config.generators()) {
      if (!ADDRESS.matcher(address).matches()) {
        throw new IllegalArgumentException(
            "metagen.orchestrator.generators: \"" + address + "\" is not host:port");
      }
      replicas.add(
          new Replica(
              replicas.size(), address, channels.replica(address), breaker(address, config)));
    }
    return replicas;
  }

  private static CircuitBreaker breaker(String address, OrchestratorConfig config) {
    int failures = config.breaker().failures();
    return CircuitBreaker.of(
        address,
        CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(failures)
            .minimumNumberOfCalls(failures)
            .failureRateThreshold(100)
            .permittedNumberOfCallsInHalfOpenState(1)
            .waitDurationInOpenState(config.breaker().openTime())
            .build());
  }
}
