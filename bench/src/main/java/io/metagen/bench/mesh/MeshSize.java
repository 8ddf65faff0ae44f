package io.metagen.bench.mesh;

import io.metagen.bench.BenchException;

/**
 * How much is measured.
 *
 * @param problems held-out problems of each round, at least 1
 * @param rounds rounds, at least 1, each with problems of its own
 * @param samples candidates of best-of-N and width of REBASE, at least 1
 * @param generators generator replicas of each mesh, at least 1
 * @param seed root of problems and random numbers
 */
public record MeshSize(int problems, int rounds, int samples, int generators, long seed) {

  /** Rejects what is no size. */
  public MeshSize {
    require("--problems", problems);
    require("--rounds", rounds);
    require("--samples", samples);
    require("--generators", generators);
  }

  private static void require(String option, int value) {
    if (value < 1) {
      throw new BenchException(option + ": " + value + " is less than 1");
    }
  }
}
