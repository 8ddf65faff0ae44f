package io.metagen.cli.mesh;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a service says of itself over {@code grpc.health.v1}. */
public enum Health {
  /** Answers calls. */
  SERVING,
  /** Is up and refuses calls: still loading, stopping, or its engine died. */
  NOT_SERVING,
  /** Does not answer. */
  UNREACHABLE;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Asks the service at a port of this machine by the name of its gRPC service. */
  public static Health of(ServiceKind kind, int port) {
    try (Loopback loopback = new Loopback(port)) {
      return of(kind, loopback.channel());
    }
  }

  private static Health of(ServiceKind kind, ManagedChannel channel) {
    HealthCheckRequest request =
        HealthCheckRequest.newBuilder().setService(kind.grpcName()).build();
    try {
      ServingStatus status =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              .check(request)
              .getStatus();
      return status == ServingStatus.SERVING ? SERVING : NOT_SERVING;
    } catch (StatusRuntimeException e) {
      return switch (e.getStatus().getCode()) {
        case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> UNREACHABLE;
        default -> NOT_SERVING;
      };
    }
  }
}
