package io.metagen.cli.mesh;

/** A mesh can't be started, found or stopped. The message is for the person at the terminal. */
public final class MeshException extends RuntimeException {

  /** {@code message} says what is wrong and what to do. */
  public MeshException(String message) {
    super(message);
  }

  /** {@code message} says what is wrong and what to do. */
  public MeshException(String message, Throwable cause) {
    super(message, cause);
  }
}
