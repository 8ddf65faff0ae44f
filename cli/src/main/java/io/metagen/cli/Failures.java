package io.metagen.cli;

import io.grpc.StatusRuntimeException;
import io.metagen.cli.mesh.MeshException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Shows what went wrong on standard error. What is neither expected nor known keeps its trace. */
final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failed, CommandLine command, ParseResult parsed)
      throws Exception {
    String text =
        switch (failed) {
          case MeshException known -> known.getMessage();
          case StatusRuntimeException call -> StatusText.of(call);
          default -> throw failed;
        };
    command.getErr().println("metagen: " + text);
    return ExitCode.SOFTWARE;
  }
}
