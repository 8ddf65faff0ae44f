package io.metagen.cli;

import io.metagen.cli.mesh.MeshException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands for the trainer in the list of commands; the launcher runs the trainer itself. */
@Command(name = "train", description = "Makes the embedded models; see ./metagen train --help.")
final class TrainCommand implements Callable<Integer> {

  @Unmatched private List<String> rest = List.of();

  @Override
  public Integer call() {
    throw new MeshException(
        "the trainer is started by the launcher: ./metagen train " + String.join(" ", rest));
  }
}
