package io.metagen.bench.cost;

import java.util.List;

/**
 * The least time that a machine allows (Williams, Waterman, Patterson, Roofline, 2009): arithmetic
 * and memory work at the same time, so the slower of the two decides.
 *
 * @param flopPerSecond the peak of matrix products
 * @param bytesPerSecond the memory's read bandwidth
 */
record Roofline(double flopPerSecond, double bytesPerSecond) {

  Roofline {
    if (!(flopPerSecond > 0) || !(bytesPerSecond > 0)) {
      throw new IllegalArgumentException("peaks: " + flopPerSecond + ", " + bytesPerSecond);
    }
  }

  /** Returns the least seconds of calls that run one after another. */
  double seconds(List<Cost> costs) {
    return costs.stream().mapToDouble(this::seconds).sum();
  }

  private double seconds(Cost cost) {
    return Math.max(cost.allFlop() / flopPerSecond, cost.allBytes() / bytesPerSecond);
  }

  /** Whether the arithmetic decides the greater part of the least time. */
  boolean boundByArithmetic(List<Cost> costs) {
    List<Cost> arithmetic =
        costs.stream()
            .filter(cost -> cost.flop() / flopPerSecond > cost.bytes() / bytesPerSecond)
            .toList();
    return 2 * seconds(arithmetic) > seconds(costs);
  }
}
