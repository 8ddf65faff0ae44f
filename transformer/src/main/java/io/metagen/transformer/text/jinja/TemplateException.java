package io.metagen.transformer.text.jinja;

/** A template that gives no text for these variables. */
public final class TemplateException extends RuntimeException {

  /** Why there is no text. */
  public enum Reason {
    /** The template itself refuses its input, by {@code raise_exception}. */
    REJECTED,
    /** Output, recursion or loops beyond the limits. */
    LIMIT,
    /** The template is not valid, or uses what is not supported. */
    FAILED
  }

  private final Reason reason;

  TemplateException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
