package io.metagen.bench.soak;

/**
 * Whether one demand was met.
 *
 * @param demand its name
 * @param passed whether it was met
 * @param finding the figures that decided, with their bound
 */
public record Verdict(String demand, boolean passed, String finding) {

  /** Returns it in a line. */
  public String text() {
    return (passed ? "ok      " : "FAILED  ") + demand + ": " + finding;
  }
}
