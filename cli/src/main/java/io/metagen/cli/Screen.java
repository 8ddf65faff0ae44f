package io.metagen.cli;

import java.io.Console;
import java.util.Optional;

/** What this program writes to. */
final class Screen {

  private Screen() {}

  /** Whether a person sits at a terminal, so that lines may change in place. */
  static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }
}
