package io.metagen.cli;

import java.io.Console;

/** What this program writes to. */
final class Screen {

  private Screen() {}

  /** Whether a person sits at a terminal, so that lines may change in place. */
  static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
