package io.metagen.trainer;

import io.metagen.task.FactCollection;
import io.metagen.task.TestSet;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the held-out test problems and the collection of facts. */
@Command(
    name = "problems",
    mixinStandardHelpOptions = true,
    description = "Write the held-out test problems and the facts as JSON lines; seconds.")
final class ProblemsCommand implements Runnable {

  @Option(
      names = "--to",
      defaultValue = "models/test",
      description = "folder of the problems (default: ${DEFAULT-VALUE})")
  private Path to = Path.of("models/test");

  @Option(
      names = "--facts",
      defaultValue = "models/facts/facts.jsonl",
      description = "file of the facts (default: ${DEFAULT-VALUE})")
  private Path facts = Path.of("models/facts/facts.jsonl");

  @Override
  public void run() {
    TestSet.write(to);
    FactCollection.shipped().write(facts);
  }
}
