package io.metagen.error;

import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import io.metagen.v1.ErrorReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a caller may see: a reason from the closed list, a message for developers, and
 * typed details. The cause stays in the service's log.
 *
 * <p>It travels in HTTP/2 trailers, of which clients take 8 KiB by default and drop the whole call
 * beyond. So texts, which may repeat what the caller sent, are cut to {@value #MAX_TEXT}
 * characters, and only as many violations are listed as fit into {@value #MAX_VIOLATION_BYTES}
 * bytes.
 */
public final class ServiceException extends RuntimeException {
  static final int MAX_TEXT = 200;
  static final int MAX_VIOLATION_BYTES = 2000;

  private final ErrorReason reason;
  private final Map<String, String> metadata;
  private final transient List<Message> details;

  private ServiceException(
      ErrorReason reason,
      String message,
      Map<String, String> metadata,
      List<Message> details,
      @Nullable Throwable cause) {
    super(cut(message), cause);
    this.reason = reason;
    Map<String, String> texts = new HashMap<>(metadata);
    texts.replaceAll((_, text) -> cut(text));
    this.metadata = Map.copyOf(texts);
    this.details = List.copyOf(details);
  }

  /**
   * A failure without further details. {@code metadata} repeats every dynamic part of the message.
   */
  public static ServiceException of(
      ErrorReason reason, String message, Map<String, String> metadata) {
    return new ServiceException(reason, message, metadata, List.of(), null);
  }

  /** A request with fields that are missing, malformed or out of range. */
  static ServiceException invalid(List<BadRequest.FieldViolation> violations) {
    BadRequest.FieldViolation first = violations.getFirst();
    return new ServiceException(
        ErrorReason.ERROR_REASON_INVALID_FIELD,
        first.getField() + ": " + first.getDescription(),
        Map.of("field", first.getField(), "violationCount", "" + violations.size()),
        List.of(listed(violations)),
        null);
  }

  /** The violations from the first on, as many as fit; at least one. */
  private static BadRequest listed(List<BadRequest.FieldViolation> violations) {
    BadRequest.Builder listed = BadRequest.newBuilder();
    for (BadRequest.FieldViolation violation : violations) {
      listed.addFieldViolations(
          BadRequest.FieldViolation.newBuilder()
              .setField(cut(violation.getField()))
              .setDescription(cut(violation.getDescription())));
      if (listed.build().getSerializedSize() > MAX_VIOLATION_BYTES
          && listed.getFieldViolationsCount() > 1) {
        return listed.removeFieldViolations(listed.getFieldViolationsCount() - 1).build();
      }
    }
    return listed.build();
  }

  private static String cut(String text) {
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    int end = MAX_TEXT - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** A request with one bad field. {@code description} says what is allowed. */
  public static ServiceException invalidField(String field, String description) {
    return invalid(List.of(Violations.violation(field, description)));
  }

  /** A field or method that the contract knows and this build can't do. */
  public static ServiceException notImplemented(String field) {
    return of(
        ErrorReason.ERROR_REASON_NOT_IMPLEMENTED,
        field + " is not implemented by this service yet; leave it unset",
        Map.of("field", field));
  }

  /** A model or verifier that is not loaded. {@code field} is the request field that named it. */
  public static ServiceException modelNotFound(String field, String name, List<String> known) {
    return of(
        ErrorReason.ERROR_REASON_MODEL_NOT_FOUND,
        field + ": \"" + name + "\" is not loaded; loaded: " + String.join(", ", known),
        Map.of("field", field, "name", name, "known", String.join(",", known)));
  }

  /**
   * A failure that may pass. {@code metadata} repeats every dynamic part of the message, {@code
   * retryDelay} is when to try again.
   */
  public static ServiceException retryable(
      ErrorReason reason,
      String message,
      Map<String, String> metadata,
      Duration retryDelay,
      @Nullable Throwable cause) {
    RetryInfo retry =
        RetryInfo.newBuilder()
            .setRetryDelay(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(retryDelay.getSeconds())
                    .setNanos(retryDelay.getNano()))
            .build();
    return new ServiceException(reason, message, metadata, List.of(retry), cause);
  }

  /** A budget that is spent. {@code limit} is the budget's field. */
  public static ServiceException budgetSpent(String limit, String description) {
    QuotaFailure details =
        QuotaFailure.newBuilder()
            .addViolations(
                QuotaFailure.Violation.newBuilder().setSubject(limit).setDescription(description))
            .build();
    return new ServiceException(
        ErrorReason.ERROR_REASON_BUDGET_SPENT,
        limit + ": " + description,
        Map.of("field", limit),
        List.of(details),
        null);
  }

  /** Returns the reason from the closed list. */
  public ErrorReason reason() {
    return reason;
  }

  /** Returns the message; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** Returns the dynamic parts of the message, for {@code ErrorInfo.metadata}. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Returns the typed details besides {@code ErrorInfo}. */
  public List<Message> details() {
    return details;
  }
}
