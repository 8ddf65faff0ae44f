package io.metagen.task;

import java.nio.file.Path;
import java.util.List;

/** Problems as JSON lines: one object with the fields of {@link Problem} per line. */
public final class ProblemFile {

  private ProblemFile() {}

  /** Reads every problem of a file. */
  public static List<Problem> read(Path file) {
    return JsonLines.read(file, Problem.class);
  }

  /** Writes the problems, replacing the file. */
  public static void write(Path file, List<Problem> problems) {
    JsonLines.write(file, problems);
  }
}
