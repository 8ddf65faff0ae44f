package io.metagen.bench;

/** Nothing can be measured. The message is for the person at the terminal. */
public final class BenchException extends RuntimeException {

  /** {@code message} says what is wrong and what to do. */
  public BenchException(String message) {
    super(message);
  }

  /** {@code message} says what is wrong and what to do. */
  public BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
