package io.metagen.transformer;

import java.io.Serial;
import java.nio.file.Path;

/** A model folder that can't be used: the message names the file, the tensor or key and the fix. */
public final class CheckpointException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public CheckpointException(Path file, String where, String problem) {
    super(message(file, where, problem));
  }

  public CheckpointException(Path file, String where, String problem, Throwable cause) {
    super(message(file, where, problem), cause);
  }

  private static String message(Path file, String where, String problem) {
    return file + ": " + (where.isEmpty() ? "" : where + ": ") + problem;
  }
}
