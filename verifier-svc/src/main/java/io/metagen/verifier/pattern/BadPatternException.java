package io.metagen.verifier.pattern;

/** A text that is no usable pattern. The message says why and, where known, at which character. */
public final class BadPatternException extends RuntimeException {
  BadPatternException(String message) {
    super(message);
  }

  /** Returns the message; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
