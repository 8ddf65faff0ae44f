package io.metagen.verifier.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Python on this machine. */
final class Interpreter {
  /** Asked with the service's environment, which a version manager's script may need. */
  private static final String QUESTION =
      "import os, sys; print(os.path.realpath(sys.executable)); sys.exit(sys.version_info < (3, 10))";

  private static final int MOST_SECONDS = 30;

  private Interpreter() {}

  /**
   * Returns the executable behind a command.
   *
   * @throws IOException where it is no Python, or older than 3.10
   */
  static Path find(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command, "-I", "-S", "-B", "-c", QUESTION))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + " is no Python 3.10 or later");
      }
      byte[] answer = process.getInputStream().readAllBytes();
      String executable = new String(answer, StandardCharsets.UTF_8).strip();
      if (executable.isEmpty()) {
        throw new IOException(command + " is no Python");
      }
      return Path.of(executable);
    } finally {
      process.destroyForcibly();
      process.getInputStream().close();
    }
  }
}
