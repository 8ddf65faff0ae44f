package io.metagen.transformer;

import java.io.Serial;
import java.nio.file.Path;

/** A model folder that can't be used: the message names the file, the tensor or key and the fix. */
public final class CheckpointException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * Says what is wrong with a file.
   *
   * @param where the tensor or key, or nothing if it is the whole file
   * @param problem what is wrong and, where it isn't plain, what to do
   */
  public CheckpointException(Path file, String where, String problem) {
    super(message(file, where, problem));
  }

  /** Says what is wrong with a file and what it was noticed by. */
  public CheckpointException(Path file, String where, String problem, Throwable cause) {
    super(message(file, where, problem), cause);
  }

  private static String message(Path file, String where, String problem) {
    return file + ": " + (where.isEmpty() ? "" : where + ": ") + problem;
  }
}
