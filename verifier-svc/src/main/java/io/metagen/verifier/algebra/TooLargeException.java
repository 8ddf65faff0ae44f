package io.metagen.verifier.algebra;

/** Polynomials that grow beyond their bounds. */
final class TooLargeException extends RuntimeException {
  TooLargeException() {
    super("too large", null, false, false);
  }
}
