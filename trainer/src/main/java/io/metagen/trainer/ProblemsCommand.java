package io.metagen.trainer;

import io.metagen.task.TestSet;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the held-out test problems. */
@Command(
    name = "problems",
    mixinStandardHelpOptions = true,
    description = "Write the held-out test problems as JSON lines; seconds.")
final class ProblemsCommand implements Runnable {

  @Option(
      names = "--to",
      defaultValue = "models/test",
      description = "folder to write to (default: ${DEFAULT-VALUE})")
  private Path to = Path.of("models/test");

  @Override
  public void run() {
    TestSet.write(to);
  }
}
