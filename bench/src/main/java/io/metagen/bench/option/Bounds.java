package io.metagen.bench.option;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Checks of numbers that options take. */
public final class Bounds {

  private Bounds() {}

  /**
   * Returns the value.
   *
   * @throws ParameterException naming the option if it is too low
   */
  public static int atLeast(CommandLine command, String option, int least, int value) {
    if (value < least) {
      throw new ParameterException(command, option + ": " + value + " is less than " + least);
    }
    return value;
  }
}
