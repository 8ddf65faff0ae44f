package io.metagen.error;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one mapping between reasons and gRPC status, in both directions (AIP-193). What is no {@link
 * ServiceException}, or one with INTERNAL_FAULT, is a defect: the caller gets INTERNAL with an id,
 * the log gets the stack trace under that id.
 */
public final class ErrorMapping {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);
  private static final String PREFIX = "ERROR_REASON_";

  private ErrorMapping() {}

  /** Returns the status code that a reason belongs to. */
  public static Status.Code code(ErrorReason reason) {
    return switch (reason) {
      case ERROR_REASON_INVALID_FIELD,
          ERROR_REASON_INVALID_CONSTRAINT,
          ERROR_REASON_CONTEXT_TOO_LONG ->
          Status.Code.INVALID_ARGUMENT;
      case ERROR_REASON_MODEL_NOT_FOUND, ERROR_REASON_LEASE_NOT_FOUND -> Status.Code.NOT_FOUND;
      case ERROR_REASON_QUEUE_FULL, ERROR_REASON_KV_EXHAUSTED, ERROR_REASON_BUDGET_SPENT ->
          Status.Code.RESOURCE_EXHAUSTED;
      case ERROR_REASON_NOT_READY, ERROR_REASON_DEPENDENCY_DOWN -> Status.Code.UNAVAILABLE;
      case ERROR_REASON_MODEL_MISMATCH -> Status.Code.FAILED_PRECONDITION;
      case ERROR_REASON_DEADLINE -> Status.Code.DEADLINE_EXCEEDED;
      case ERROR_REASON_CALLER_CANCELLED -> Status.Code.CANCELLED;
      case ERROR_REASON_NOT_IMPLEMENTED -> Status.Code.UNIMPLEMENTED;
      case ERROR_REASON_INTERNAL_FAULT, ERROR_REASON_UNSPECIFIED, UNRECOGNIZED ->
          Status.Code.INTERNAL;
    };
  }

  /**
   * Returns the status of a thrown error. {@code domain} names the service, such as
   * generator.metagen.io.
   */
  public static StatusRuntimeException toStatus(Throwable thrown, String domain) {
    if (thrown instanceof ServiceException known
        && known.reason() != ErrorReason.ERROR_REASON_INTERNAL_FAULT) {
      return build(known, domain);
    }
    if (thrown instanceof StatusRuntimeException passed && errorInfo(passed).isPresent()) {
      return passed;
    }
    if (thrown.getCause() instanceof InvalidProtocolBufferException malformed) {
      return build(
          ServiceException.invalidField(
              "request", "is no valid message: " + malformed.getMessage()),
          domain);
    }
    String errorId = UUID.randomUUID().toString();
    LOG.error("internal error {}", errorId, thrown);
    return build(
        ServiceException.of(
            ErrorReason.ERROR_REASON_INTERNAL_FAULT,
            "internal error, id " + errorId,
            Map.of("errorId", errorId)),
        domain);
  }

  /** Returns the {@code ErrorInfo} of a failed call, if the peer sent one. */
  public static Optional<ErrorInfo> errorInfo(Throwable failed) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failed);
    if (status == null) {
      return Optional.empty();
    }
    return status.getDetailsList().stream()
        .filter(detail -> detail.is(ErrorInfo.class))
        .map(ErrorMapping::unpack)
        .findFirst();
  }

  /** Returns the reason of a failed call, INTERNAL_FAULT where the peer gave none. */
  public static ErrorReason reason(Throwable failed) {
    if (failed instanceof ServiceException known) {
      return known.reason();
    }
    return errorInfo(failed)
        .map(info -> reasonOf(info.getReason()))
        .orElse(ErrorReason.ERROR_REASON_INTERNAL_FAULT);
  }

  /** Returns a failed part as the contract describes it inside an answer. */
  public static Failure toFailure(ServiceException failed) {
    return Failure.newBuilder()
        .setCode(code(failed.reason()).value())
        .setReason(failed.reason())
        .setMessage(failed.getMessage())
        .putAllMetadata(failed.metadata())
        .build();
  }

  private static ErrorReason reasonOf(String name) {
    for (ErrorReason reason : ErrorReason.values()) {
      if (reason.name().equals(PREFIX + name)) {
        return reason;
      }
    }
    return ErrorReason.ERROR_REASON_INTERNAL_FAULT;
  }

  private static StatusRuntimeException build(ServiceException known, String domain) {
    List<Any> details = new ArrayList<>();
    details.add(
        Any.pack(
            ErrorInfo.newBuilder()
                .setReason(known.reason().name().substring(PREFIX.length()))
                .setDomain(domain)
                .putAllMetadata(known.metadata())
                .build()));
    for (Message detail : known.details()) {
      details.add(Any.pack(detail));
    }
    com.google.rpc.Status status =
        com.google.rpc.Status.newBuilder()
            .setCode(code(known.reason()).value())
            .setMessage(known.getMessage())
            .addAllDetails(details)
            .build();
    return StatusProto.toStatusRuntimeException(status);
  }

  /** Returns the trailers of a status built here; empty where it has none. */
  static Metadata trailers(StatusRuntimeException status) {
    Metadata trailers = status.getTrailers();
    return trailers == null ? new Metadata() : trailers;
  }

  private static ErrorInfo unpack(Any detail) {
    try {
      return detail.unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the peer sent a broken ErrorInfo", e);
    }
  }
}
