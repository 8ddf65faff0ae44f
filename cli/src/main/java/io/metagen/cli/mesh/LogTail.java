package io.metagen.cli.mesh;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log. */
final class LogTail {

  private static final int LINES = 15;

  private LogTail() {}

  /** The end of the file, indented; says so where there is none. */
  static String of(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      List<String> tail = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
      return "last lines of %s:\n  %s".formatted(log, String.join("\n  ", tail));
    } catch (MalformedInputException e) {
      return "its log is not text: " + log;
    } catch (IOException e) {
      return "its log can't be read: " + log;
    }
  }
}
