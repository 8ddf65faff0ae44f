package io.metagen.trainer;

import io.metagen.task.Problem;
import io.metagen.task.ProblemFile;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The held-out problems that a command measures models on. */
final class ProblemsOption {

  @Option(
      names = "--problems",
      defaultValue = "models/test/mix.jsonl",
      description = "problems as JSON lines (default: ${DEFAULT-VALUE})")
  private Path problems = Path.of("models/test/mix.jsonl");

  /** Returns so many of the file's problems, or all if there are fewer. */
  List<Problem> first(int count) {
    List<Problem> all = ProblemFile.read(problems);
    return all.subList(0, Math.min(count, all.size()));
  }
}
