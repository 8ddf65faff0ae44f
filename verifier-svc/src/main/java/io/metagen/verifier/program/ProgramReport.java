package io.metagen.verifier.program;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What came of one program and its tests.
 *
 * @param line line of the tests, from 1; 0 where it has no place
 * @param source the assertion or the line there
 * @param type class of an exception of the program or the tests, or {@code exit}
 * @param text what it says, or the message of an assertion
 * @param programLine line of the program, from 1; 0 where it has no place
 * @param limit which time ended: {@code cpu} or {@code wall}
 * @param left what stood left of the failed assertion's comparison
 * @param right what stood right of it
 * @param value what a failed assertion without comparison saw
 */
public record ProgramReport(
    Verdict verdict,
    int line,
    @Nullable String source,
    @Nullable String type,
    @Nullable String text,
    @JsonProperty("program_line") int programLine,
    @Nullable String limit,
    @Nullable String left,
    @Nullable String right,
    @Nullable String value) {

  /** How it ended. The first five are verdicts on the program. */
  public enum Verdict {
    /** All tests ran and none failed. */
    PASSED,
    /** An assertion of the tests failed. */
    FAILED,
    /** An exception that nobody caught, or the program ended itself. */
    ERROR,
    /** CPU or wall time was spent. */
    TIMEOUT,
    /** Memory was spent. */
    MEMORY,
    /** The tests can be run; nothing was. */
    VALID,
    /** The tests are not Python, or test nothing. */
    INVALID,
    /** This machine lacks a protection; nothing was run. */
    REFUSED,
    /** The sandbox itself failed. */
    LOST
  }

  static ProgramReport of(Verdict verdict, String text) {
    return new ProgramReport(verdict, 0, null, null, text, 0, null, null, null, null);
  }

  /** Returns what a generator needs to do better: the verdict, where it arose and why. */
  public String feedback(ProgramLimits limits) {
    return switch (verdict) {
      case PASSED -> "passed";
      case FAILED -> "failed" + place() + (blank(text) ? "" : "\nmessage: " + text) + values();
      case ERROR -> "error: " + exception() + inProgram() + place();
      case TIMEOUT -> "timeout: took more than " + time(limits) + place();
      case MEMORY ->
          "out of memory: took more than " + (limits.memoryBytes() >> 20) + " MiB" + place();
      case VALID, INVALID, REFUSED, LOST -> text == null ? "" : text;
    };
  }

  private String exception() {
    return "exit".equals(type) ? "" + text : blank(text) ? "" + type : type + ": " + text;
  }

  private String inProgram() {
    return programLine == 0 ? "" : "\nline " + programLine + " of the program";
  }

  private String place() {
    return line == 0 ? "" : "\nline " + line + " of the tests: " + source;
  }

  private String values() {
    return (left == null ? "" : "\nleft side: " + left)
        + (right == null ? "" : "\nright side: " + right)
        + (value == null ? "" : "\nvalue: " + value);
  }

  private String time(ProgramLimits limits) {
    return "cpu".equals(limit)
        ? limits.cpuSeconds() + " s of CPU time"
        : limits.wallSeconds() + " s";
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
