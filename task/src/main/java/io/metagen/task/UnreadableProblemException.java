package io.metagen.task;

/** A text that is no problem of the task. The message names the sentence and what is wrong. */
public final class UnreadableProblemException extends RuntimeException {
  UnreadableProblemException(String message) {
    super(message);
  }

  /** Returns the message; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
