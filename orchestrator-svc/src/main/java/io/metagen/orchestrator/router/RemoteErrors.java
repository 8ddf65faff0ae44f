package io.metagen.orchestrator.router;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.error.Violations;
import io.metagen.v1.ErrorReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Translates the errors of another service for this service's caller: what the caller can act on
 * passes with its reason and with the field paths of the caller's own request; the rest is
 * DEPENDENCY_DOWN.
 *
 * @param service name of the other service, for messages
 * @param paths how its fields read in the caller's request
 * @param retryDelay when to try again where the other service does not say
 */
record RemoteErrors(String service, FieldPaths paths, Duration retryDelay) {
  /** Returns the failure that the caller sees. */
  ServiceException translate(StatusException failed) {
    if (Failover.deadlineOver(failed)) {
      return ServiceException.of(
          ErrorReason.ERROR_REASON_DEADLINE, "the deadline of the run passed", Map.of());
    }
    if (Failover.givenUp()) {
      return ServiceException.of(
          ErrorReason.ERROR_REASON_CALLER_CANCELLED, "the caller hung up", Map.of());
    }
    if (ErrorMapping.errorInfo(failed).isEmpty()) {
      return down(failed);
    }
    return switch (ErrorMapping.reason(failed)) {
      case ERROR_REASON_INVALID_FIELD -> invalidField(failed);
      case ERROR_REASON_QUEUE_FULL, ERROR_REASON_KV_EXHAUSTED -> busy(failed);
      case ERROR_REASON_INVALID_CONSTRAINT,
          ERROR_REASON_CONTEXT_TOO_LONG,
          ERROR_REASON_MODEL_NOT_FOUND,
          ERROR_REASON_LEASE_NOT_FOUND,
          ERROR_REASON_MODEL_MISMATCH,
          ERROR_REASON_NOT_IMPLEMENTED ->
          passOn(failed);
      case ERROR_REASON_NOT_READY,
          ERROR_REASON_DEPENDENCY_DOWN,
          ERROR_REASON_BUDGET_SPENT,
          ERROR_REASON_DEADLINE,
          ERROR_REASON_CALLER_CANCELLED,
          ERROR_REASON_INTERNAL_FAULT,
          ERROR_REASON_UNSPECIFIED,
          UNRECOGNIZED ->
          down(failed);
    };
  }

  private ServiceException down(StatusException failed) {
    return ServiceException.retryable(
        ErrorReason.ERROR_REASON_DEPENDENCY_DOWN,
        "the " + service + " failed: " + failed.getStatus().getCode(),
        Map.of("service", service, "code", failed.getStatus().getCode().name()),
        retryDelay,
        failed);
  }

  /** Passes on what may pass with time; without a delay, it never will. */
  private ServiceException busy(StatusException failed) {
    Optional<RetryInfo> retry = detail(failed, RetryInfo.class);
    if (retry.isEmpty()) {
      return passOn(failed);
    }
    return ServiceException.retryable(
        ErrorMapping.reason(failed),
        message(failed),
        ErrorMapping.errorInfo(failed).orElseThrow().getMetadataMap(),
        Duration.ofNanos(Durations.toNanos(retry.get().getRetryDelay())),
        failed);
  }

  private ServiceException invalidField(StatusException failed) {
    Violations violations = new Violations();
    detail(failed, BadRequest.class)
        .ifPresent(
            bad ->
                bad.getFieldViolationsList()
                    .forEach(
                        found ->
                            violations.check(
                                false, paths.map(found.getField()), found.getDescription())));
    violations.throwIfAny();
    return passOn(failed);
  }

  private ServiceException passOn(StatusException failed) {
    Map<String, String> metadata =
        new HashMap<>(ErrorMapping.errorInfo(failed).orElseThrow().getMetadataMap());
    String message = message(failed);
    String field = metadata.get("field");
    if (field != null) {
      String mapped = paths.map(field);
      metadata.put("field", mapped);
      message = message.startsWith(field) ? mapped + message.substring(field.length()) : message;
    }
    return ServiceException.of(ErrorMapping.reason(failed), message, metadata);
  }

  private static String message(StatusException failed) {
    return String.valueOf(failed.getStatus().getDescription());
  }

  private static <D extends Message> Optional<D> detail(StatusException failed, Class<D> type) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failed);
    if (status == null) {
      return Optional.empty();
    }
    for (Any detail : status.getDetailsList()) {
      if (detail.is(type)) {
        return Optional.of(unpack(detail, type));
      }
    }
    return Optional.empty();
  }

  private static <D extends Message> D unpack(Any detail, Class<D> type) {
    try {
      return detail.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the peer sent a broken " + type.getSimpleName(), e);
    }
  }
}
