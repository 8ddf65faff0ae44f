package io.metagen.cli;

import io.metagen.cli.mesh.MeshException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands for the benchmark in the list of commands; the launcher runs the benchmark itself. */
@Command(
    name = "bench",
    description =
        "Measures the engine against llama.cpp, and searches; see ./metagen bench --help.")
final class BenchCommand implements Callable<Integer> {

  @Unmatched private List<String> rest = List.of();

  @Override
  public Integer call() {
    throw new MeshException(
        "the benchmark is started by the launcher: ./metagen bench " + String.join(" ", rest));
  }
}
