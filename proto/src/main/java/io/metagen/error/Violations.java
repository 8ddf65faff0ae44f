package io.metagen.error;

import com.google.rpc.BadRequest;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that a caller sees every bad field at once. */
public final class Violations {
  private final List<BadRequest.FieldViolation> found = new ArrayList<>();

  /** Notes a violation unless {@code holds}. {@code description} says what is allowed. */
  public Violations check(boolean holds, String field, String description) {
    if (!holds) {
      found.add(violation(field, description));
    }
    return this;
  }

  /** Throws INVALID_FIELD with every violation noted so far, if there is one. */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw ServiceException.invalid(found);
    }
  }

  static BadRequest.FieldViolation violation(String field, String description) {
    return BadRequest.FieldViolation.newBuilder()
        .setField(field)
        .setDescription(description)
        .build();
  }
}
