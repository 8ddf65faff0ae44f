package io.metagen.verifier.judge;

import io.metagen.error.ServiceException;

/** A generator has no verdict on what it was shown, and never will. The message says why. */
public final class NoVerdictException extends RuntimeException {
  private final String why;

  NoVerdictException(String why) {
    super(why);
    this.why = why;
  }

  /** Returns it as the fault of the field that asked for this judge. */
  public ServiceException at(String field) {
    return ServiceException.invalidField(field, why);
  }
}
