package io.metagen.serving;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.ShutdownDelayInitiated;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the service when it is asked to stop. Quarkus calls {@link #onStop} before it closes the
 * server's port and waits until it returns.
 */
@ApplicationScoped
public class Drain {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private final GrpcHealthStorage health;
  private final InFlightCalls calls;
  private final ServingConfig config;

  /** Made by the container. */
  @Inject
  public Drain(GrpcHealthStorage health, InFlightCalls calls, ServingConfig config) {
    this.health = health;
    this.calls = calls;
    this.config = config;
  }

  @ShutdownDelayInitiated
  void onStop() {
    for (String service : health.getStatuses().keySet()) {
      health.setStatus(service, ServingStatus.NOT_SERVING);
    }
    health.setStatus(GrpcHealthStorage.DEFAULT_SERVICE_NAME, ServingStatus.NOT_SERVING);
    LOG.info("draining for at most {}", config.drainTimeout());
    try {
      int left = calls.drain(config.drainTimeout());
      if (left > 0) {
        LOG.warn("{} calls did not finish within {} and are cut off", left, config.drainTimeout());
      } else {
        LOG.info("drained");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
