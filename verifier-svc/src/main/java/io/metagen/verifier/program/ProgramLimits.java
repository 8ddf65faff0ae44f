package io.metagen.verifier.program;

import java.time.Duration;

/**
 * What one program may take. Its tests run in a process of their own, with the same limits.
 *
 * @param cpuTime CPU time of each of the two processes, rounded up to whole seconds, above 0
 * @param wallTime time for program and tests together, above 0
 * @param memoryBytes address space of each of the two processes, the interpreter's own some 20 MiB
 *     included, at least 64 MiB
 * @param fileBytes largest size of a file in the scratch folder, at least 0
 * @param files most times that a file is opened to be created there, at least 0
 */
public record ProgramLimits(
    Duration cpuTime, Duration wallTime, long memoryBytes, long fileBytes, int files) {
  private static final long LEAST_MEMORY = 64L << 20;

  public ProgramLimits {
    if (!cpuTime.isPositive() || !wallTime.isPositive()) {
      throw new IllegalArgumentException("times must be above 0");
    }
    if (memoryBytes < LEAST_MEMORY || fileBytes < 0 || files < 0) {
      throw new IllegalArgumentException(
          "memory must be at least " + LEAST_MEMORY + " bytes, sizes and counts at least 0");
    }
  }

  long cpuSeconds() {
    return cpuTime.plusNanos(999_999_999).toSeconds();
  }

  double wallSeconds() {
    return wallTime.toNanos() / 1e9;
  }
}
