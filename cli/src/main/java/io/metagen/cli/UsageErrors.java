package io.metagen.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Shows what is wrong with the arguments and where help is, in two lines. */
final class UsageErrors implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("metagen: " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.printf("Help: ./%s --help%n", command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }
}
