package io.metagen.bench.option;

import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Whether a command prints JSON in place of its table. */
public final class JsonOption {

  @Option(names = "--json", description = "print one JSON document in place of the table")
  private boolean json;

  /** Prints a report in the form that was asked for. */
  public void print(Supplier<String> document, Supplier<String> table) {
    System.out.println(json ? document.get() : table.get());
  }
}
