package io.metagen.cli;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A failed call in one line, with its typed details on a second one where it has any. */
final class StatusText {

  private StatusText() {}

  static String of(StatusRuntimeException failed) {
    Status status = StatusProto.fromThrowable(failed);
    List<Any> details = status == null ? List.of() : status.getDetailsList();
    String line = failed.getStatus().getCode() + reason(details) + ": " + message(failed);
    String more =
        details.stream()
            .flatMap(StatusText::describe)
            .filter(detail -> !line.contains(detail))
            .collect(Collectors.joining("; "));
    return more.isEmpty() ? line : line + System.lineSeparator() + "  " + more;
  }

  private static String message(StatusRuntimeException failed) {
    String description =
        Optional.ofNullable(failed.getStatus().getDescription()).orElse("no description");
    return Optional.ofNullable(failed.getStatus().getCause())
        .map(cause -> description + " (" + cause.getMessage() + ")")
        .orElse(description);
  }

  private static String reason(List<Any> details) {
    return details.stream()
        .filter(detail -> detail.is(ErrorInfo.class))
        .map(detail -> unpack(detail, ErrorInfo.class))
        .map(info -> " " + info.getReason() + " from " + info.getDomain())
        .findFirst()
        .orElse("");
  }

  private static Stream<String> describe(Any detail) {
    if (detail.is(BadRequest.class)) {
      return unpack(detail, BadRequest.class).getFieldViolationsList().stream()
          .map(violation -> violation.getField() + ": " + violation.getDescription());
    }
    if (detail.is(RetryInfo.class)) {
      return Stream.of(
          "retry after "
              + Durations.toMillis(unpack(detail, RetryInfo.class).getRetryDelay())
              + " ms");
    }
    if (detail.is(QuotaFailure.class)) {
      return unpack(detail, QuotaFailure.class).getViolationsList().stream()
          .map(violation -> violation.getSubject() + ": " + violation.getDescription());
    }
    return Stream.empty();
  }

  private static <T extends Message> T unpack(Any detail, Class<T> type) {
    try {
      return detail.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the service sent broken error details", e);
    }
  }
}
