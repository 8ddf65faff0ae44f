package io.metagen.orchestrator.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.metagen.error.ErrorMapping;
import io.metagen.v1.ErrorReason;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests ask of a failed call. */
public final class Failures {
  private Failures() {}

  public static StatusRuntimeException of(ThrowingCallable call) {
    StatusRuntimeException failed = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(failed).as("the call must fail with a status").isNotNull();
    return failed;
  }

  /** Checks code and reason, and returns the one ErrorInfo. */
  public static ErrorInfo expect(ErrorReason reason, ThrowingCallable call) {
    StatusRuntimeException failed = of(call);
    assertThat(ErrorMapping.reason(failed)).as("%s", failed).isEqualTo(reason);
    Status.Code code = ErrorMapping.code(reason);
    assertThat(failed.getStatus().getCode()).isEqualTo(code);
    return ErrorMapping.errorInfo(failed).orElseThrow();
  }

  /** Checks that the call fails with INVALID_FIELD and returns the paths of the bad fields. */
  public static List<String> badFields(ThrowingCallable call)
      throws InvalidProtocolBufferException {
    StatusRuntimeException failed = of(call);
    assertThat(ErrorMapping.reason(failed))
        .as("%s", failed)
        .isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    for (var detail : Objects.requireNonNull(StatusProto.fromThrowable(failed)).getDetailsList()) {
      if (detail.is(BadRequest.class)) {
        return detail.unpack(BadRequest.class).getFieldViolationsList().stream()
            .map(BadRequest.FieldViolation::getField)
            .toList();
      }
    }
    return List.of();
  }
}
