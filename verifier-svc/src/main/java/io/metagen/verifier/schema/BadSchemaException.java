package io.metagen.verifier.schema;

/** A text that is no usable JSON Schema. The message says why. */
public final class BadSchemaException extends RuntimeException {
  BadSchemaException(String message) {
    super(message);
  }

  /** Returns the message; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
