package io.metagen.verifier.algebra;

/** A text that can't be read as mathematics. It is compared as text then. */
final class UnreadableAnswerException extends RuntimeException {
  UnreadableAnswerException(String message) {
    super(message, null, false, false);
  }
}
