package io.metagen.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Problems as JSON lines: one object with the fields of {@link Problem} per line. */
public final class ProblemFile {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ProblemFile() {}

  /** Reads every problem of a file. */
  public static List<Problem> read(Path file) {
    List<Problem> problems = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        problems.add(MAPPER.readValue(line, Problem.class));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read problems from " + file, e);
    }
    return problems;
  }

  /** Writes the problems, replacing the file. */
  public static void write(Path file, List<Problem> problems) {
    try {
      Files.writeString(file, text(problems));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write problems to " + file, e);
    }
  }

  /** The text of a file that holds these problems. */
  static String text(List<Problem> problems) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Problem problem : problems) {
      lines.append(MAPPER.writeValueAsString(problem)).append('\n');
    }
    return lines.toString();
  }
}
