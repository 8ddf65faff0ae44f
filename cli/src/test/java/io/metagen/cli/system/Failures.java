package io.metagen.cli.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.metagen.error.ErrorMapping;
import java.util.List;
import java.util.Objects;

/** What a failed call must say. */
final class Failures {
  private Failures() {}

  static StatusRuntimeException failure(Runnable call) {
    StatusRuntimeException failed = catchThrowableOfType(StatusRuntimeException.class, call::run);
    assertThat(failed).as("the call must fail").isNotNull();
    return failed;
  }

  static ErrorInfo require(StatusRuntimeException failed, Status.Code code, String reason) {
    assertThat(failed.getStatus().getCode()).as(failed.toString()).isEqualTo(code);
    ErrorInfo info = ErrorMapping.errorInfo(failed).orElseThrow();
    assertThat(info.getReason()).as(failed.toString()).isEqualTo(reason);
    return info;
  }

  /** Requires INVALID_FIELD with a violation at {@code field} or at an element of it. */
  static void requireInvalid(StatusRuntimeException failed, String field) {
    require(failed, Status.Code.INVALID_ARGUMENT, "INVALID_FIELD");
    List<String> fields =
        Objects.requireNonNull(StatusProto.fromThrowable(failed)).getDetailsList().stream()
            .filter(detail -> detail.is(BadRequest.class))
            .flatMap(detail -> unpack(detail).getFieldViolationsList().stream())
            .map(BadRequest.FieldViolation::getField)
            .toList();
    assertThat(fields).as(failed.toString()).anyMatch(path -> path.startsWith(field));
  }

  static BadRequest unpack(com.google.protobuf.Any detail) {
    try {
      return detail.unpack(BadRequest.class);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
