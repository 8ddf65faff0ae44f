package io.metagen.verifier.algebra;

/** Two expressions that are too large or nowhere defined, so that nothing is known of them. */
public final class UndecidedException extends RuntimeException {
  UndecidedException() {
    super("can't be compared", null, false, false);
  }
}
